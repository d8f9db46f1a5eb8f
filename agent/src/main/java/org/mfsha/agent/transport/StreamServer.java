package org.mfsha.agent.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.mfsha.agent.security.ClusterKey;

/**
 * Answers requests of other agents over TCP. Every connection has a virtual thread; the listening socket is reopened
 * when it breaks. Thread-safe.
 */
public final class StreamServer implements AutoCloseable {
    /** Longest body of a request. */
    public static final int MAX_BODY_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(StreamServer.class.getName());
    private static final int BACKLOG = 32;

    private final InetSocketAddress local;
    private final Handshake handshake;
    private final StreamHandler handler;
    private final StreamLimits limits;
    private final Semaphore strangers;
    private final Semaphore members;
    private final AtomicLong refused = new AtomicLong();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ScheduledThreadPoolExecutor timer;
    private final Thread acceptor;
    private volatile Optional<ServerSocket> listening = Optional.empty();

    /**
     * Starts to listen.
     *
     * @param self this node's name: clients must ask for it
     */
    public StreamServer(
            InetSocketAddress local, String self, ClusterKey key, StreamLimits limits, StreamHandler handler) {
        this.local = local;
        this.handshake = new Handshake(key, self, new SecureRandom());
        this.handler = handler;
        this.limits = limits;
        this.strangers = new Semaphore(limits.maxStrangers());
        this.members = new Semaphore(limits.maxConnections());
        this.timer = Timers.create("mfsha-stream-deadlines");
        this.acceptor = Thread.ofPlatform().name("mfsha-streams").daemon().unstarted(this::run);
        acceptor.start();
    }

    /** Connections closed because they were too many, too slow, or did not prove the key. */
    public long refused() {
        return refused.get();
    }

    /** The port it listens on; empty while it does not. */
    public Optional<Integer> port() {
        return listening.map(ServerSocket::getLocalPort);
    }

    /** Stops listening and cuts off what still runs; waits up to one second for the accepting thread. */
    @Override
    public void close() {
        closed.countDown();
        listening.ifPresent(StreamServer::closeQuietly);
        connections.forEach(StreamServer::closeQuietly);
        timer.shutdownNow();
        try {
            acceptor.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff(closed);
        while (closed.getCount() > 0) {
            try (ServerSocket opened = new ServerSocket()) {
                opened.setReuseAddress(true);
                opened.bind(local, BACKLOG);
                listening = Optional.of(opened);
                backoff.succeeded();
                while (closed.getCount() > 0) {
                    admit(opened.accept());
                }
            } catch (IOException e) {
                if (closed.getCount() > 0) {
                    LOG.log(System.Logger.Level.WARNING, "TCP socket " + local + ": " + e + "; trying again");
                }
            }
            listening = Optional.empty();
            backoff.await();
        }
    }

    private void admit(Socket socket) {
        if (!strangers.tryAcquire()) {
            refused.incrementAndGet();
            closeQuietly(socket);
            return;
        }
        connections.add(socket);
        Thread.ofVirtual().name("mfsha-stream").start(() -> serve(socket));
    }

    private void serve(Socket socket) {
        try (Watch watch = new Watch(socket, limits.unauthenticated(), timer)) {
            Optional<SealedChannel> channel = authenticate(socket, watch);
            if (channel.isPresent()) {
                answerLimited(channel.get(), watch);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "stream from " + socket + ": " + e);
        } finally {
            connections.remove(socket);
        }
    }

    private Optional<SealedChannel> authenticate(Socket socket, Watch watch) {
        try {
            socket.setTcpNoDelay(true);
            return Optional.of(handshake.accept(socket, watch));
        } catch (IOException e) {
            refused.incrementAndGet();
            LOG.log(System.Logger.Level.DEBUG, () -> "refused " + socket + ": " + e);
            return Optional.empty();
        } finally {
            strangers.release();
        }
    }

    private void answerLimited(SealedChannel channel, Watch watch) throws IOException {
        if (!members.tryAcquire()) {
            refused.incrementAndGet();
            channel.write(RecordType.ERROR, "too many requests at once", SealedChannel.MAX_ERROR_CHARS);
            channel.flush();
            return;
        }
        try {
            watch.limits(limits.idle(), limits.deadline());
            answer(channel);
        } finally {
            members.release();
        }
    }

    private void answer(SealedChannel channel) throws IOException {
        SealedChannel.Content request = channel.read();
        if (request.type() != RecordType.REQUEST) {
            throw new IOException("expected REQUEST, not " + request.type());
        }
        RecordOutput response = new RecordOutput(channel);
        try {
            RecordInput body = new RecordInput(channel, MAX_BODY_BYTES);
            handler.handle(request.text(), body, response);
            // Closing with anything unread, be it the end of the request, is a reset: it destroys what is on its way.
            body.transferTo(OutputStream.nullOutputStream());
            response.flush();
            channel.write(RecordType.END, new byte[0], 0, 0);
        } catch (IOException | RuntimeException e) {
            // A fault of one request must reach its client, and must not end the thread unseen.
            LOG.log(System.Logger.Level.WARNING, "request " + request.text() + " failed", e);
            channel.write(RecordType.ERROR, String.valueOf(e.getMessage()), SealedChannel.MAX_ERROR_CHARS);
        }
        channel.flush();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "closing: " + e);
        }
    }
}
