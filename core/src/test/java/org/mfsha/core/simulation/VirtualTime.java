package org.mfsha.core.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The only clock that really runs, and what is due on it. Equal times keep the order of their booking. */
final class VirtualTime {
    private record Task(long at, long order, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long now;
    private long order;
    private long executed;

    long now() {
        return now;
    }

    /** Number of events so far. */
    long executed() {
        return executed;
    }

    void at(long when, Runnable work) {
        tasks.add(new Task(Math.max(when, now), order++, work));
    }

    void in(long delayNanos, Runnable work) {
        at(now + delayNanos, work);
    }

    /** Runs the next event due before a time; false when there is none. */
    boolean step(long until) {
        Task next = tasks.peek();
        if (next == null || next.at() > until) {
            now = Math.max(now, until);
            return false;
        }
        tasks.remove();
        now = next.at();
        executed++;
        next.work().run();
        return true;
    }
}
