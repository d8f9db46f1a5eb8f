package org.mfsha.moosefs.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Packets over one TCP connection, blocking, with a deadline on every wait.
 *
 * <p>A read that runs out of time in the middle of a packet keeps what came and goes on with the
 * next call. {@link #send} may be called from any thread, {@link #receive} from one thread at a
 * time; {@link #close} from any thread ends both. Our own packets are a few dozen bytes, so a send
 * waits only when a peer has stopped reading for long.
 */
public final class PacketChannel implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final String peer;
    private final Socket socket;
    private final InputStream input;
    private final int maxPayloadBytes;
    private final ReentrantLock sending = new ReentrantLock();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private int type;
    private byte[] payload = new byte[0];
    private int payloadFilled = -1; // -1: the header is still to come
    private long lastHeardNanos = System.nanoTime();

    private PacketChannel(Socket socket, int maxPayloadBytes) throws IOException {
        this.socket = socket;
        this.peer = String.valueOf(socket.getRemoteSocketAddress());
        this.input = socket.getInputStream();
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Connects within {@code timeout}.
     *
     * @param maxPayloadBytes longer packets are refused as hostile
     * @throws IOException when nobody answers in time or the connection is refused
     */
    public static PacketChannel connect(InetSocketAddress address, Duration timeout, int maxPayloadBytes)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, timeoutMillis(timeout));
            return new PacketChannel(socket, maxPayloadBytes);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Who is at the other end, for messages. */
    public String peer() {
        return peer;
    }

    /** Our own end of the connection. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Sends one packet. */
    public void send(Packet packet) throws IOException {
        byte[] bytes = ByteBuffer.allocate(HEADER_BYTES + packet.payload().length)
                .putInt(packet.type())
                .putInt(packet.payload().length)
                .put(packet.payload())
                .array();
        sending.lock();
        try {
            socket.getOutputStream().write(bytes);
        } finally {
            sending.unlock();
        }
    }

    /** How long nothing at all has come from the peer, in nanoseconds. */
    public long silentNanos() {
        return System.nanoTime() - lastHeardNanos;
    }

    /**
     * Receives the next packet, NOPs included.
     *
     * @return empty when {@code timeout} passed first
     * @throws EOFException when the peer closed the connection
     * @throws ProtocolException when the packet is longer than allowed
     */
    public Optional<Packet> receive(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<Packet> packet = takeBuffered();
            if (packet.isPresent()) {
                return packet;
            }
            long left = deadline - System.nanoTime();
            if (!fill(Math.max(left, 0))) {
                return Optional.empty();
            }
        }
    }

    /**
     * Receives the next packet that is not a NOP and insists on its type.
     *
     * @throws SocketTimeoutException when {@code timeout} passed first
     */
    public Packet expect(int expectedType, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Packet packet = receive(left)
                    .orElseThrow(() -> new SocketTimeoutException("no packet of type " + expectedType + " from " + peer
                            + " within " + timeout.toMillis() + " ms"));
            if (packet.type() == expectedType) {
                return packet;
            }
            if (packet.type() != Packet.NOP) {
                throw new ProtocolException(
                        "expected packet type " + expectedType + " from " + peer + " but got " + packet);
            }
        }
    }

    /** Closes the connection; a reader in another thread fails. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Optional<Packet> takeBuffered() throws ProtocolException {
        if (payloadFilled < 0) {
            if (buffer.remaining() < HEADER_BYTES) {
                return Optional.empty();
            }
            type = buffer.getInt();
            int length = buffer.getInt();
            if (length < 0 || length > maxPayloadBytes) {
                throw new ProtocolException("packet type " + Integer.toUnsignedString(type) + " from " + peer
                        + " claims " + Integer.toUnsignedString(length) + " bytes; at most " + maxPayloadBytes
                        + " are allowed");
            }
            payload = new byte[length];
            payloadFilled = 0;
        }
        int take = Math.min(buffer.remaining(), payload.length - payloadFilled);
        buffer.get(payload, payloadFilled, take);
        payloadFilled += take;
        if (payloadFilled < payload.length) {
            return Optional.empty();
        }
        payloadFilled = -1;
        return Optional.of(new Packet(type, payload));
    }

    private boolean fill(long timeoutNanos) throws IOException {
        buffer.compact();
        try {
            socket.setSoTimeout(timeoutMillis(Duration.ofNanos(timeoutNanos)));
            int read = input.read(buffer.array(), buffer.position(), buffer.remaining());
            if (read < 0) {
                throw new EOFException(peer + " closed the connection");
            }
            buffer.position(buffer.position() + read);
            lastHeardNanos = System.nanoTime();
            return true;
        } catch (SocketTimeoutException _) {
            return false; // what came so far stays buffered
        } finally {
            buffer.flip();
        }
    }

    /** Rounded up: zero would mean "for ever" to a socket. */
    private static int timeoutMillis(Duration timeout) {
        long millis = TimeUnit.NANOSECONDS.toMillis(timeout.toNanos() + 999_999);
        return Math.clamp(millis, 1, Integer.MAX_VALUE);
    }
}
