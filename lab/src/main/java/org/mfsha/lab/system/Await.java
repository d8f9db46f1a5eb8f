package org.mfsha.lab.system;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, with a deadline, for things that announce themselves nowhere: looked at every 10 milliseconds. */
public final class Await {
    private static final long INTERVAL_MILLIS = 10;

    private Await() {}

    /** Something that may have happened by now. */
    @FunctionalInterface
    public interface Observation<T> {
        /** What happened, or empty. */
        Optional<T> look() throws IOException, InterruptedException;
    }

    /** A condition that may hold by now. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds. */
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits until the observation yields something. */
    public static <T> T value(String what, Duration limit, Observation<T> observation)
            throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> seen = observation.look();
            if (seen.isPresent()) {
                return seen.get();
            }
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException(what + ": not within " + limit.toMillis() + " ms");
            }
            TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
        }
    }

    /** Waits until the condition holds. */
    public static void until(String what, Duration limit, Condition condition)
            throws IOException, InterruptedException, TimeoutException {
        value(what, limit, () -> condition.holds() ? Optional.of(true) : Optional.empty());
    }
}
