package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mfsha.lab.Host;
import org.mfsha.lab.system.Commands;

/**
 * Metadata that a cluster begins with.
 *
 * @param file a complete {@code metadata.mfs}
 */
public record Metadata(Path file) {
    /** Makes it the metadata of a host's mfsmaster that has not been started yet. */
    void install(Host host) throws IOException, InterruptedException {
        Path target = host.var("mfs").resolve("metadata.mfs");
        Files.deleteIfExists(target); // of a new installation
        Commands.run("cp", "--reflink=auto", file.toString(), target.toString());
        Commands.run("chown", "--reference=" + host.var("mfs"), target.toString());
    }
}
