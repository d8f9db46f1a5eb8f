package org.mfsha.agent.replica;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps mfsmaster out of a data directory, or finds that one is in it. mfsmaster holds a POSIX lock on a file in its
 * data directory as long as it runs, and does not start without (main.c, wdlock, 3.0.117).
 */
final class InstallationLock implements AutoCloseable {
    private static final String NAME = ".mfsmaster.lock";

    private final Path directory;
    private final Optional<FileChannel> channel;

    private InstallationLock(Path directory, Optional<FileChannel> channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks a data directory. Where no mfsmaster ever ran there is no file to lock, and none is made: nothing is changed
     * there.
     *
     * @throws IOException when an mfsmaster runs there
     */
    static InstallationLock take(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return new InstallationLock(directory, Optional.empty());
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            locked = lock != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException(directory + ": an mfsmaster is running there; stop it and mfsha goes on by itself");
        }
        return new InstallationLock(directory, Optional.of(channel));
    }

    /** What is locked. */
    Path directory() {
        return directory;
    }

    /** Lets mfsmaster in again. */
    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
