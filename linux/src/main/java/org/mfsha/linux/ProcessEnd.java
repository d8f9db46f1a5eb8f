package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.LONG;

import java.time.Duration;
import java.util.List;

/**
 * The end of any process, awaited by its descriptor (pidfd_open(2)). A process that nobody has reaped yet has ended: it
 * has no sockets and runs nothing. {@link ProcessHandle#onExit} looks every 300 ms and waits for the reaping as well, if
 * the process is no child of this one.
 */
public final class ProcessEnd {
    private static final NativeFunction SYSCALL = NativeFunction.bind("syscall", LONG, LONG, INT, INT);

    /** The same on all architectures (asm-generic/unistd.h). */
    private static final long SYS_PIDFD_OPEN = 434;

    private ProcessEnd() {}

    /**
     * Waits for it.
     *
     * @return whether the process has ended in time; also true if there is no such process any more
     */
    public static boolean await(long pid, Duration limit) throws LinuxException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (FileDescriptor process = FileDescriptor.owning(SYSCALL.call(SYS_PIDFD_OPEN, Math.toIntExact(pid), 0))) {
            boolean ended = false;
            for (long left = limit.toNanos(); !ended && left >= 0; left = deadline - System.nanoTime()) {
                ended = FileDescriptor.awaitReadable(List.of(process), Duration.ofNanos(left));
            }
            return ended;
        } catch (LinuxException e) {
            if (e.errno() == Errno.ESRCH) {
                return true;
            }
            throw e;
        }
    }
}
