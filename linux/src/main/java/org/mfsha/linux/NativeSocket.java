package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.LONG;
import static org.mfsha.linux.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A non-blocking socket of a family that Java has no class for. As thread-safe as the kernel's. */
public final class NativeSocket implements AutoCloseable {
    private static final NativeFunction SOCKET = NativeFunction.bind("socket", INT, INT, INT, INT);
    private static final NativeFunction BIND = NativeFunction.bind("bind", INT, INT, POINTER, INT);
    private static final NativeFunction SENDTO =
            NativeFunction.bind("sendto", LONG, INT, POINTER, LONG, INT, POINTER, INT);
    private static final int SOCK_CLOEXEC_NONBLOCK = 0x80800;
    private static final int MAX_DATAGRAM = 65_536;

    private final FileDescriptor descriptor;

    private NativeSocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens a socket; the numbers are those of socket(2). */
    public static NativeSocket open(int family, int type, int protocol) throws LinuxException {
        return new NativeSocket(FileDescriptor.owning(SOCKET.call(family, type | SOCK_CLOEXEC_NONBLOCK, protocol)));
    }

    /** Binds to an address in the kernel's form. */
    public void bind(byte[] address) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            BIND.call(descriptor.number(), arena.allocateFrom(ValueLayout.JAVA_BYTE, address), address.length);
        }
    }

    /** Sends one datagram to an address in the kernel's form. */
    public void send(byte[] data, byte[] address) throws LinuxException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_BYTE, data);
            MemorySegment to = arena.allocateFrom(ValueLayout.JAVA_BYTE, address);
            SENDTO.call(descriptor.number(), from, (long) data.length, 0, to, address.length);
        }
    }

    /** The next datagram, or empty when none came in time (or a signal ended the wait early). */
    public Optional<byte[]> receive(Duration time) throws LinuxException {
        FileDescriptor.awaitReadable(List.of(descriptor), time);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(MAX_DATAGRAM);
            var length = descriptor.read(into);
            return length.isPresent()
                    ? Optional.of(into.asSlice(0, length.getAsInt()).toArray(ValueLayout.JAVA_BYTE))
                    : Optional.empty();
        }
    }

    @Override
    public void close() throws LinuxException {
        descriptor.close();
    }
}
