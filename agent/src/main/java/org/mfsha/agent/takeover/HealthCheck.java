package org.mfsha.agent.takeover;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.mfsha.linux.BootClock;
import org.mfsha.moosefs.wire.MasterProbe;

/**
 * Asks the serving master a question it can only answer when it works. A process that exists, or even a socket that
 * accepts, proves nothing: the kernel accepts for a stopped process too.
 */
final class HealthCheck implements AutoCloseable {
    private static final long PAUSE_MILLIS = 500;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final InetSocketAddress master;
    private final Duration hangLimit;
    private final Consumer<String> whileHung;
    private final Runnable onAnswer;
    private final Semaphore closed = new Semaphore(0);
    private final Thread thread;
    private long answeredAt = BootClock.nanos();
    private volatile boolean suspended;
    private volatile long forgivenAt;

    /**
     * @param master client port on the shared address
     * @param hangLimit how long it may leave questions unanswered
     * @param whileHung called again and again while it hangs, with the reason
     * @param onAnswer called when it answers again
     */
    HealthCheck(InetSocketAddress master, Duration hangLimit, Consumer<String> whileHung, Runnable onAnswer) {
        this.master = master;
        this.hangLimit = hangLimit;
        this.whileHung = whileHung;
        this.onAnswer = onAnswer;
        this.thread = Thread.ofVirtual().name("health-check").start(this::run);
    }

    /** While the lease is lost the process is stopped on purpose: silence means nothing. */
    void suspended(boolean now) {
        forgivenAt = BootClock.nanos();
        suspended = now;
    }

    private void run() {
        Optional<MasterProbe> probe = Optional.empty();
        boolean hung = false;
        try {
            while (!closed.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                probe = ask(probe);
                boolean before = hung;
                hung = isHung();
                if (hung) {
                    whileHung.accept("no answer on port " + master.getPort() + " for " + hangLimit.toMillis() + " ms");
                } else if (before) {
                    onAnswer.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            probe.ifPresent(HealthCheck::close);
        }
    }

    private boolean isHung() {
        long since = Math.max(answeredAt, forgivenAt);
        return !suspended && BootClock.nanos() - since >= hangLimit.toNanos();
    }

    private Optional<MasterProbe> ask(Optional<MasterProbe> open) {
        Optional<MasterProbe> probe = open;
        try {
            if (probe.isEmpty()) {
                probe = Optional.of(MasterProbe.connect(master, hangLimit));
            }
            probe.get().version();
            answeredAt = BootClock.nanos();
            return probe;
        } catch (IOException _) {
            // Judged by how long it lasts, not by one failure.
            probe.ifPresent(HealthCheck::close);
            return Optional.empty();
        }
    }

    private static void close(MasterProbe probe) {
        try {
            probe.close();
        } catch (IOException _) {
            // Nothing was going to be sent on it any more.
        }
    }

    @Override
    public void close() {
        closed.release();
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
