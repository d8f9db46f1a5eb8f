package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.LONG;
import static org.mfsha.linux.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file descriptor that this process owns. Reading and writing are as thread-safe as the
 * kernel's; closing takes effect once, and no other thread may be using the descriptor then.
 */
public final class FileDescriptor implements AutoCloseable {
    private static final NativeFunction READ = NativeFunction.bind("read", LONG, INT, POINTER, LONG);
    private static final NativeFunction WRITE = NativeFunction.bind("write", LONG, INT, POINTER, LONG);
    private static final NativeFunction CLOSE = NativeFunction.bind("close", INT, INT);
    private static final NativeFunction POLL = NativeFunction.bind("poll", INT, POINTER, LONG, INT);
    private static final int POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileDescriptor(int number) {
        this.number = number;
    }

    /** Takes over the ownership of a descriptor by its number. */
    public static FileDescriptor owning(long number) {
        return new FileDescriptor(Math.toIntExact(number));
    }

    /** Its number, for calls of this process. */
    public int number() {
        return number;
    }

    /**
     * Reads once.
     *
     * @return the number of bytes, or empty when nothing is there yet (a non-blocking descriptor)
     */
    public OptionalInt read(MemorySegment into) throws LinuxException {
        try {
            return OptionalInt.of((int) READ.call(number, into, into.byteSize()));
        } catch (LinuxException e) {
            if (e.errno() == Errno.EAGAIN || e.errno() == Errno.EINTR) {
                return OptionalInt.empty();
            }
            throw e;
        }
    }

    /** Writes once. */
    public void write(MemorySegment from) throws LinuxException {
        WRITE.call(number, from, from.byteSize());
    }

    /**
     * Waits until one of the descriptors can be read, or the time is over.
     *
     * @return whether one can be read; false also when a signal ended the wait early
     */
    public static boolean awaitReadable(List<FileDescriptor> descriptors, Duration time) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate((long) POLLFD_BYTES * descriptors.size(), 4);
            for (int i = 0; i < descriptors.size(); i++) {
                set.set(ValueLayout.JAVA_INT, (long) POLLFD_BYTES * i, descriptors.get(i).number);
                set.set(ValueLayout.JAVA_SHORT, (long) POLLFD_BYTES * i + 4, (short) POLLIN);
            }
            // Rounded up: a wait that ends too early would make its caller spin.
            long millis = Math.min(Integer.MAX_VALUE, time.plusNanos(999_999).toMillis());
            return POLL.call(set, (long) descriptors.size(), (int) Math.max(0, millis)) > 0;
        } catch (LinuxException e) {
            if (e.errno() != Errno.EINTR) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void close() throws LinuxException {
        if (closed.compareAndSet(false, true)) {
            CLOSE.call(number);
        }
    }
}
