package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd(2): wakes a thread that polls. {@link #signal} may be called by any thread. */
public final class EventDescriptor implements AutoCloseable {
    private static final NativeFunction EVENTFD = NativeFunction.bind("eventfd", INT, INT, INT);
    private static final int EFD_CLOEXEC_NONBLOCK = 0x80800;

    private final FileDescriptor descriptor;

    private EventDescriptor(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens one that is not signalled. */
    public static EventDescriptor open() throws LinuxException {
        return new EventDescriptor(FileDescriptor.owning(EVENTFD.call(0, EFD_CLOEXEC_NONBLOCK)));
    }

    /** For polling. */
    public FileDescriptor descriptor() {
        return descriptor;
    }

    /** Makes the descriptor readable until {@link #clear}. */
    public void signal() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            descriptor.write(arena.allocateFrom(ValueLayout.JAVA_LONG, 1));
        }
    }

    /** Takes all signals back. */
    public void clear() throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            var ignored = descriptor.read(count);
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
