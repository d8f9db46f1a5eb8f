package org.mfsha.agent.daemon;

import java.time.Duration;
import java.util.function.Predicate;
import org.mfsha.core.election.Coordinator;
import org.mfsha.linux.BootClock;

/** What the core believes, for everybody else. Thread-safe. */
final class ViewBoard {
    private Coordinator.View view;

    ViewBoard(Coordinator.View first) {
        this.view = first;
    }

    /** The latest. */
    synchronized Coordinator.View get() {
        return view;
    }

    /** The core has handled an event. */
    synchronized void set(Coordinator.View latest) {
        view = latest;
        notifyAll();
    }

    /**
     * Waits until the core believes something.
     *
     * @return whether it did within the limit
     */
    synchronized boolean await(Predicate<Coordinator.View> condition, Duration limit) throws InterruptedException {
        long deadline = BootClock.nanos() + limit.toNanos();
        while (!condition.test(view)) {
            long leftMillis = (deadline - BootClock.nanos()) / 1_000_000;
            if (leftMillis <= 0) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }
}
