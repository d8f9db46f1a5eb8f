package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.system.Commands;

/** A disk of its own under everything that agent and mfsmaster of a candidate write, so that it can be full. */
final class Disks {
    private static final String SIZE = "2G"; // sparse: what is not written takes no room

    private static final String MEMORY_SIZE = "512M";

    private Disks() {}

    /** Mounts them in a lab in which nothing runs yet. The lab's removal takes them away. */
    static void mount(Lab lab) throws IOException, InterruptedException {
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CANDIDATE) {
                Path image = host.directory().resolve("disk");
                Path store = host.var("mfsha");
                Commands.run("truncate", "-s", SIZE, image.toString());
                Commands.run("mkfs.ext4", "-q", "-m", "0", "-E", "nodiscard", image.toString());
                if (Commands.attempt(List.of("mount", "-o", "loop", image.toString(), store.toString()))
                                .exit()
                        != 0) {
                    // No loop device is free.
                    Commands.run("mount", "-t", "tmpfs", "-o", "size=" + MEMORY_SIZE, "disk", store.toString());
                }
                Commands.run("chown", "--reference=" + host.var("mfs"), store.toString());
                Files.deleteIfExists(store.resolve("lost+found"));
            }
        }
    }

    /** What nobody removes but the administrator: files that were set aside. */
    static void tidy(Lab lab) throws IOException, InterruptedException {
        for (Host host : lab.hosts()) {
            Path archive = host.var("mfsha").resolve("archive");
            if (host.kind() == HostKind.CANDIDATE && Files.isDirectory(archive)) {
                Commands.run(List.of("find", archive.toString(), "-mindepth", "1", "-delete"));
            }
        }
    }
}
