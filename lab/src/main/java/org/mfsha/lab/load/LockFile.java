package org.mfsha.lab.load;

import java.io.IOException;

/** A file that can be locked for this open file alone. Not thread-safe. */
interface LockFile extends AutoCloseable {
    /** Tries to take the lock; false if another one has it. */
    boolean tryLock() throws IOException;

    /** Gives it back. */
    void unlock() throws IOException;

    @Override
    void close() throws IOException;
}
