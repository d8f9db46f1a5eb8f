package org.mfsha.agent.transport;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between attempts: 50 ms, doubling up to 1 s. Ends early when its owner closes. */
final class Backoff {
    static final long FIRST_MILLIS = 50;
    static final long LONGEST_MILLIS = 1_000;

    private final CountDownLatch closed;
    private long nextMillis = FIRST_MILLIS;

    Backoff(CountDownLatch closed) {
        this.closed = closed;
    }

    void succeeded() {
        nextMillis = FIRST_MILLIS;
    }

    /** Returns after the wait, or at once when the owner closed. */
    void await() {
        try {
            if (!closed.await(nextMillis, TimeUnit.MILLISECONDS)) {
                nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
            }
        } catch (InterruptedException e) {
            // The thread is its owner's alone and ends by close(); a stray interrupt only cuts one wait short.
            nextMillis = Math.min(LONGEST_MILLIS, nextMillis * 2);
        }
    }
}
