package org.mfsha.lab.bench.contender;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.moosefs.files.BaseFile;

/**
 * Makes metadata of a size: it writes the changelog that creating so many files would have left, and lets an unmodified
 * {@code mfsmaster restore} turn it into a metadata file. Files have no chunks. What was made once is kept.
 */
public final class MetadataMill {
    private static final int FILES_PER_DIRECTORY = 1000;
    private static final long METADATA_ID = 0x6d66736861L;
    private static final long CREATED = 1_700_000_000L;
    private static final long ROOT = 1;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Path directory;

    /** @param directory keeps what is made, one directory a size */
    public MetadataMill(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    /** Metadata with so many inodes besides the root. */
    public Metadata of(Size size) throws IOException, InterruptedException, TimeoutException {
        Path made = directory.resolve(size.inodes() + ".mfs");
        if (!Files.exists(made)) {
            Files.createDirectories(directory);
            Path workshop = Files.createTempDirectory(directory, "making-");
            try {
                Files.writeString(workshop.resolve("metadata.mfs"), "MFSM NEW");
                writeChangelog(workshop.resolve("changelog.0.mfs"), size.inodes());
                Files.move(restored(workshop), made, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Commands.run("rm", "-r", workshop.toString());
            }
        }
        return new Metadata(BaseFile.open(made).path());
    }

    /** The changes that give an empty file system its identity and this many inodes. */
    static void writeChangelog(Path file, long inodes) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            out.write("1: " + CREATED + "|SETMETAID(" + METADATA_ID + ")\n");
            long directory = ROOT;
            for (long number = 0; number < inodes; number++) {
                long version = number + 2;
                long inode = number + 2;
                boolean isDirectory = number % (FILES_PER_DIRECTORY + 1) == 0;
                if (isDirectory) {
                    directory = inode;
                }
                // CREATE(parent,name,type,mode,umask,uid,gid,rdev):inode; type 1 is a file, 2 a directory (restore.c)
                out.write(version + ": " + CREATED + "|CREATE("
                        + (isDirectory
                                ? ROOT + ",directory" + number + ",2,493"
                                : directory + ",file" + number + ",1,420")
                        + ",18,0,0,0):" + inode + "\n");
            }
        }
    }

    private static Path restored(Path workshop) throws IOException, InterruptedException, TimeoutException {
        Path configuration = workshop.resolve("mfsmaster.cfg");
        Files.write(configuration, List.of("DATA_PATH = " + workshop, "WORKING_USER = root", "WORKING_GROUP = root"));
        Path log = workshop.resolve("restore.log");
        long pid = Commands.start(List.of("mfsmaster", "-f", "-c", configuration.toString(), "restore"), log);
        Await.until("mfsmaster restore", LIMIT, () -> HostProcess.look(pid).isEmpty());
        Path result = workshop.resolve("metadata.mfs");
        if (BaseFile.isNeverSaved(result)) {
            throw new IOException("mfsmaster restored nothing: " + Files.readString(log, StandardCharsets.ISO_8859_1));
        }
        return result;
    }
}
