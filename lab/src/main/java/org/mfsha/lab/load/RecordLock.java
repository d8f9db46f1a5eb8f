package org.mfsha.lab.load;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A POSIX lock (fcntl(2), F_SETLK), as the JDK takes them. It belongs to the process and the mount. */
final class RecordLock implements LockFile {
    private final FileChannel file;
    private Optional<FileLock> lock = Optional.empty();

    RecordLock(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public boolean tryLock() throws IOException {
        lock = Optional.ofNullable(file.tryLock());
        return lock.isPresent();
    }

    @Override
    public void unlock() throws IOException {
        if (lock.isPresent()) {
            lock.get().release();
            lock = Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
