package org.mfsha.agent.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps files from being deleted while somebody reads them, in whichever process. */
public final class ArchiveLock implements AutoCloseable {
    private static final String NAME = "lock";

    private final FileChannel channel;
    private final Optional<FileLock> lock;

    private ArchiveLock(FileChannel channel, Optional<FileLock> lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Keeps everything where it is while this is open; waits until what is being deleted is gone. */
    public static ArchiveLock forReading(Path root) throws IOException {
        FileChannel channel = open(root);
        return new ArchiveLock(channel, Optional.of(channel.lock(0, Long.MAX_VALUE, true)));
    }

    /** Asks for leave to delete; it is not given while somebody reads. */
    public static ArchiveLock forDeleting(Path root) throws IOException {
        FileChannel channel = open(root);
        try {
            return new ArchiveLock(channel, Optional.ofNullable(channel.tryLock()));
        } catch (OverlappingFileLockException _) {
            return new ArchiveLock(channel, Optional.empty());
        }
    }

    private static FileChannel open(Path root) throws IOException {
        Files.createDirectories(root);
        return FileChannel.open(
                root.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Whether leave was given. */
    public boolean isHeld() {
        return lock.isPresent();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
