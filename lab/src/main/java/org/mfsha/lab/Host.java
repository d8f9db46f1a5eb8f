package org.mfsha.lab;

import java.nio.file.Path;
import org.mfsha.lab.system.NetworkNamespace;

/**
 * A host of a lab: who it is and where its things are.
 *
 * @param lab the name of its lab
 * @param name its name, such as {@code m1}
 * @param address its own address
 * @param directory holds {@code etc}, {@code var}, {@code log} and, on a client, {@code mnt}
 */
public record Host(String lab, HostKind kind, String name, String address, Path directory) {
    /** The network namespace that is this host. */
    public NetworkNamespace namespace() {
        return LabNames.namespace(lab, name);
    }

    /** A file of its configuration. */
    public Path etc(String file) {
        return directory.resolve("etc").resolve(file);
    }

    /** A directory of its data. */
    public Path var(String file) {
        return directory.resolve("var").resolve(file);
    }

    /** Where its daemons log. */
    public Path logDirectory() {
        return directory.resolve("log");
    }

    /** Where a client mounts the file system. */
    public Path mountPoint() {
        return directory.resolve("mnt");
    }

    /** The agent's control socket. Short whatever the lab's home: such a path has 107 bytes at most (unix(7)). */
    public Path controlSocket() {
        return LabNames.runDirectory(lab).resolve(name).resolve("mfsha.sock");
    }

    /** Whether an agent belongs here. */
    public boolean hasAgent() {
        return kind == HostKind.CANDIDATE || kind == HostKind.WITNESS;
    }
}
