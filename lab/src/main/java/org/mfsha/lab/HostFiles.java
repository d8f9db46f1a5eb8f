package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mfsha.lab.system.Commands;

/**
 * Writes the directories and configuration of a lab's hosts.
 *
 * <p>Settings that are not MooseFS's defaults, besides paths and {@code MASTER_HOST} = the shared address:
 *
 * <ul>
 *   <li>mfschunkserver {@code MASTER_RECONNECTION_DELAY = 1} (5): the floor; mfsha asks administrators for the same
 *   <li>mfschunkserver {@code HDD_LEAVE_SPACE_DEFAULT = 16MiB} (256 MiB): tests work on nearly full disks
 *   <li>mfsmetalogger {@code MASTER_RECONNECTION_DELAY = 1} (5)
 *   <li>everywhere {@code WORKING_USER = root} (mfs), only when the lab lies where the user mfs may not go
 * </ul>
 *
 * mfsmaster and mfsmount run with their defaults. The agent adds its own settings to mfsmaster's.
 */
final class HostFiles {
    static final String KEY = "mfsha.key";
    private static final String BRAND_NEW_METADATA = "MFSM NEW";

    private final LabSpec spec;
    private final List<String> daemonUser;

    HostFiles(LabSpec spec) throws IOException {
        this.spec = spec;
        this.daemonUser =
                reachableByAnyone(spec.home()) ? List.of() : List.of("WORKING_USER = root", "WORKING_GROUP = root");
    }

    void write(Host host) throws IOException, InterruptedException {
        Files.createDirectories(host.directory().resolve("etc"));
        Files.createDirectories(host.logDirectory());
        Files.createDirectories(host.controlSocket().getParent());
        Files.createDirectories(host.var("mfs"));
        switch (host.kind()) {
            case CANDIDATE -> {
                candidate(host);
                agent(host);
            }
            case WITNESS -> agent(host);
            case CHUNKSERVER -> chunkserver(host);
            case METALOGGER -> metalogger(host);
            case CLIENT -> Files.createDirectories(host.mountPoint());
        }
        if (daemonUser.isEmpty()) {
            Commands.run("chown", "-R", "mfs:mfs", host.var("").toString());
        }
    }

    private void candidate(Host host) throws IOException {
        lines(
                host.etc("mfsmaster.cfg"),
                "DATA_PATH = " + host.var("mfs"),
                "EXPORTS_FILENAME = " + host.etc("mfsexports.cfg"),
                "TOPOLOGY_FILENAME = " + host.etc("mfstopology.cfg"));
        Files.write(host.etc("mfsexports.cfg"), List.of("* / rw,alldirs,maproot=0:0", "* . rw"));
        Files.createFile(host.etc("mfstopology.cfg"));
        if (spec.bare() && host.name().equals(HostKind.CANDIDATE.hostName(1))) {
            Files.writeString(host.var("mfs").resolve("metadata.mfs"), BRAND_NEW_METADATA);
        }
    }

    private void agent(Host host) throws IOException {
        if (spec.bare()) {
            return;
        }
        Path key = host.etc(KEY);
        Files.copy(spec.directory().resolve(KEY), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        List<String> lines = new ArrayList<>(List.of(
                "NODE_NAME = " + host.name(),
                "CANDIDATES = " + members(HostKind.CANDIDATE),
                "AGENT_PORT = 9430",
                "SHARED_ADDRESS = " + LabNetwork.SHARED_ADDRESS + LabNetwork.PREFIX_LENGTH,
                "INTERFACE = " + LabNetwork.INTERFACE,
                "KEY_FILE = " + key,
                "DATA_PATH = " + host.var("mfsha"),
                "CONTROL_SOCKET = " + host.controlSocket()));
        if (spec.witnesses() > 0) {
            lines.add("WITNESSES = " + members(HostKind.WITNESS));
        }
        if (host.kind() == HostKind.CANDIDATE) {
            lines.add("MASTER_PROGRAM = " + spec.masterProgram());
            lines.add("MASTER_CFG = " + host.etc("mfsmaster.cfg"));
            lines.add("MASTER_DATA_PATH = " + host.var("mfs"));
        }
        Files.write(host.etc("mfsha.cfg"), lines);
        Files.createDirectories(host.var("mfsha"));
    }

    private void chunkserver(Host host) throws IOException {
        Path disk = Files.createDirectories(host.var("hdd"));
        Files.writeString(host.etc("mfshdd.cfg"), disk + "\n");
        lines(
                host.etc("mfschunkserver.cfg"),
                "DATA_PATH = " + host.var("mfs"),
                "HDD_CONF_FILENAME = " + host.etc("mfshdd.cfg"),
                "HDD_LEAVE_SPACE_DEFAULT = 16MiB",
                "MASTER_HOST = " + LabNetwork.SHARED_ADDRESS,
                "MASTER_RECONNECTION_DELAY = 1");
    }

    private void metalogger(Host host) throws IOException {
        lines(
                host.etc("mfsmetalogger.cfg"),
                "DATA_PATH = " + host.var("mfs"),
                "MASTER_HOST = " + LabNetwork.SHARED_ADDRESS,
                "MASTER_RECONNECTION_DELAY = 1");
    }

    private void lines(Path file, String... settings) throws IOException {
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.addAll(daemonUser);
        Files.write(file, lines);
    }

    private String members(HostKind kind) {
        return spec.hosts().stream()
                .filter(host -> host.kind() == kind)
                .map(host -> host.name() + "@" + host.address())
                .collect(Collectors.joining(", "));
    }

    private static boolean reachableByAnyone(Path directory) throws IOException {
        for (Path path = directory; path != null; path = path.getParent()) {
            if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                    .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }
}
