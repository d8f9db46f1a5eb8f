package org.mfsha.lab;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mfsha.lab.system.NetworkNamespace;

/**
 * Names and places of labs. A lab's name has no hyphen, so that no lab's namespaces look like another one's, and is
 * short, so that the control sockets' paths are.
 */
final class LabNames {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,23}");
    private static final String NETWORK = "net";

    private LabNames() {}

    static String checked(String lab) throws LabException {
        if (!NAME.matcher(lab).matches()) {
            throw new LabException("a lab's name is a letter and up to 23 letters, digits or _, not \"" + lab + "\"");
        }
        return lab;
    }

    static String namespacePrefix(String lab) {
        return "mfsha-" + lab + "-";
    }

    static NetworkNamespace namespace(String lab, String host) {
        return new NetworkNamespace(namespacePrefix(lab) + host);
    }

    static NetworkNamespace network(String lab) {
        return namespace(lab, NETWORK);
    }

    static Path runDirectory(String lab) {
        return Path.of("/run/mfsha-lab", lab);
    }

    /** The checkout: system property {@code mfsha.root}, else the working directory. */
    static Path root() {
        return Path.of(System.getProperty("mfsha.root", "")).toAbsolutePath().normalize();
    }

    /** Where labs live: {@code MFSHA_LAB_HOME}, else {@code build/lab} of the checkout. */
    static Path defaultHome() {
        return Optional.ofNullable(System.getenv("MFSHA_LAB_HOME"))
                .map(home -> Path.of(home).toAbsolutePath().normalize())
                .orElseGet(() -> root().resolve("build").resolve("lab"));
    }
}
