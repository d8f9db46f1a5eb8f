package org.mfsha.agent.transport;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket that makes no progress or takes too long: reads and writes of blocking sockets have no deadline of
 * their own that a slow peer could not stretch byte by byte.
 */
final class Watch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    private final Socket socket;
    private final long startNanos = System.nanoTime();
    private final ScheduledFuture<?> checking;
    private volatile long idleNanos;
    private volatile long deadlineNanos;
    private volatile long progressNanos = startNanos;
    private volatile boolean expired;

    /** Starts with one limit for everything, as for a stranger. */
    Watch(Socket socket, Duration limit, ScheduledExecutorService timer) {
        this.socket = socket;
        limits(limit, limit);
        long everyMillis = Math.max(10, Math.min(250, limit.toMillis() / 4));
        this.checking = timer.scheduleWithFixedDelay(this::check, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Sets other limits; the deadline counts from the start of the watch. */
    void limits(Duration idle, Duration deadline) {
        idleNanos = idle.toNanos();
        deadlineNanos = deadline.toNanos();
    }

    /** A whole record went through. */
    void progress() {
        progressNanos = System.nanoTime();
    }

    /** Whether the socket was closed because of a limit. */
    boolean expired() {
        return expired;
    }

    private void check() {
        long now = System.nanoTime();
        if (now - progressNanos > idleNanos || now - startNanos > deadlineNanos) {
            expired = true;
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "closing " + socket + ": " + e);
        }
    }

    @Override
    public void close() {
        checking.cancel(false);
        closeSocket();
    }
}
