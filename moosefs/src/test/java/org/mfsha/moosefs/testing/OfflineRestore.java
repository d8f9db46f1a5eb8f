package org.mfsha.moosefs.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.mfsha.moosefs.files.BaseFile;

/** {@code mfsmaster restore}: loads, applies the changelogs, saves, ends; without any network. */
public final class OfflineRestore {
    private static final Path BINARY = Path.of("/usr/sbin/mfsmaster");

    private OfflineRestore() {}

    /** Restores what is in the directory and tells where it was saved. */
    public static BaseFile in(Path directory) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(BINARY), "mfsmaster is not installed");
        Path home = directory.toAbsolutePath().getParent();
        Path configuration = home.resolve(directory.getFileName() + ".cfg");
        Path log = home.resolve(directory.getFileName() + ".log");
        Files.writeString(configuration, "WORKING_USER = root\nWORKING_GROUP = root\nDATA_PATH = " + directory + "\n");
        Process restore = new ProcessBuilder(BINARY.toString(), "-c", configuration.toString(), "restore")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!restore.waitFor(30, TimeUnit.SECONDS)) {
            restore.destroyForcibly();
            throw new IOException("mfsmaster restore does not end");
        }
        if (restore.exitValue() != 0) {
            throw new IOException("mfsmaster restore failed:\n" + Files.readString(log));
        }
        return BaseFile.open(directory.resolve("metadata.mfs"));
    }
}
