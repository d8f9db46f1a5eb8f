package org.mfsha.agent.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.mfsha.agent.security.ClusterKey;

/** Asks other agents over TCP; one connection per request. Thread-safe. */
public final class StreamClient implements AutoCloseable {
    private final Handshake handshake;
    private final StreamLimits limits;
    private final ScheduledThreadPoolExecutor timer = Timers.create("mfsha-request-deadlines");

    /** @param self this node's name */
    public StreamClient(String self, ClusterKey key, StreamLimits limits) {
        this.handshake = new Handshake(key, self, new SecureRandom());
        this.limits = limits;
    }

    /**
     * Sends a request. The answer is read from the returned stream, which the caller closes.
     *
     * @param server name of the asked node
     * @param address where it listens
     * @param request name of the request, at most 128 characters
     * @param body at most 64 KiB
     * @return the answer; its end means that the answer is complete. Reading throws {@link RemoteException} if the other
     *     agent could not fulfil the request, {@link SocketTimeoutException} past a limit, and IOException when cut off
     * @throws IOException if the other agent cannot be reached or does not have the same key
     */
    public InputStream request(String server, InetSocketAddress address, String request, byte[] body)
            throws IOException {
        if (body.length > StreamServer.MAX_BODY_BYTES || request.length() > SealedChannel.MAX_REQUEST_CHARS) {
            throw new IllegalArgumentException("request " + request + " with " + body.length + " bytes is too long");
        }
        Socket socket = new Socket();
        Watch watch = new Watch(socket, limits.unauthenticated(), timer);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, Math.toIntExact(limits.unauthenticated().toMillis()));
            SealedChannel channel = handshake.connect(socket, server, watch);
            watch.limits(limits.idle(), limits.deadline());
            channel.write(RecordType.REQUEST, request, SealedChannel.MAX_REQUEST_CHARS);
            RecordOutput out = new RecordOutput(channel);
            out.write(body);
            out.flush();
            channel.write(RecordType.END, new byte[0], 0, 0);
            channel.flush();
            return new Answer(new RecordInput(channel, Long.MAX_VALUE), watch, server + "'s answer to " + request);
        } catch (IOException e) {
            watch.close();
            throw explained(e, watch, request + " to " + server + " at " + address);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private static IOException explained(IOException e, Watch watch, String what) {
        if (e instanceof RemoteException) {
            return e;
        }
        IOException explained = watch.expired()
                ? new SocketTimeoutException(what + ": no progress within the time limit")
                : new IOException(what + ": " + e.getMessage(), e);
        if (watch.expired()) {
            explained.initCause(e);
        }
        return explained;
    }

    private static final class Answer extends FilterInputStream {
        private final Watch watch;
        private final String what;

        Answer(InputStream in, Watch watch, String what) {
            super(in);
            this.watch = watch;
            this.what = what;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw explained(e, watch, what);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (IOException e) {
                throw explained(e, watch, what);
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }
}
