package org.mfsha.moosefs.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks a master on its client port (9421) whether it lives and what it knows, without registering a
 * session.
 *
 * <p>A master that hangs still lets the kernel accept connections; it cannot answer a request. The
 * same connection serves any number of requests, one at a time; it stands as long as a request comes
 * within 10 s (matoclserv.c: unregistered connections). Safe for several threads.
 */
public final class MasterProbe implements AutoCloseable {
    private static final int MAX_PAYLOAD_BYTES = 50_000_000; // a list of very many sessions

    private final PacketChannel channel;
    private final Duration requestTimeout;
    private final ReentrantLock asking = new ReentrantLock();
    private int lastId;

    private MasterProbe(PacketChannel channel, Duration requestTimeout) {
        this.channel = channel;
        this.requestTimeout = requestTimeout;
    }

    /** Connects within {@code requestTimeout}; each request later has as long again. */
    public static MasterProbe connect(InetSocketAddress master, Duration requestTimeout) throws IOException {
        return new MasterProbe(PacketChannel.connect(master, requestTimeout, MAX_PAYLOAD_BYTES), requestTimeout);
    }

    /**
     * The cheapest question that only a working master answers (ANTOAN_GET_VERSION: no look at the
     * metadata).
     *
     * @throws java.net.SocketTimeoutException when no answer came in time; close this probe then
     */
    public MooseVersion version() throws IOException {
        asking.lock();
        try {
            int id = ++lastId;
            byte[] payload = ByteBuffer.allocate(4).putInt(id).array();
            Packet reply = exchange(new Packet(Packet.GET_VERSION, payload), Packet.VERSION);
            PayloadReader in = new PayloadReader("version from " + channel.peer(), reply);
            int answered = in.i32();
            if (answered != id) {
                throw new ProtocolException(
                        "version from " + channel.peer() + " answers request " + answered + " instead of " + id);
            }
            return MooseVersion.ofWire(in.i32());
        } finally {
            asking.unlock();
        }
    }

    /** The metadata version and more. */
    public MasterInfo info() throws IOException {
        return MasterInfo.parse(ask(Packet.empty(Packet.INFO), Packet.INFO_REPLY), channel.peer());
    }

    /** The chunkservers that the master knows. */
    public ChunkserverList chunkservers() throws IOException {
        return ChunkserverList.parse(ask(Packet.empty(Packet.CSERV_LIST), Packet.CSERV_LIST_REPLY), channel.peer());
    }

    /** Whether chunkservers are still telling their chunks. */
    public ChunkProgress chunkProgress() throws IOException {
        return ChunkProgress.parse(ask(Packet.empty(Packet.CHUNKS_MATRIX), Packet.CHUNKS_MATRIX_REPLY), channel.peer());
    }

    /** The sessions that the master knows. */
    public ClientSessions sessions() throws IOException {
        Packet request = new Packet(Packet.SESSION_LIST, new byte[] {2});
        return ClientSessions.parse(ask(request, Packet.SESSION_LIST_REPLY), channel.peer());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Packet ask(Packet request, int replyType) throws IOException {
        asking.lock();
        try {
            return exchange(request, replyType);
        } finally {
            asking.unlock();
        }
    }

    private Packet exchange(Packet request, int replyType) throws IOException {
        channel.send(request);
        return channel.expect(replyType, requestTimeout);
    }
}
