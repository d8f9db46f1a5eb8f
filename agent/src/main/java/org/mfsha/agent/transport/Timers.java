package org.mfsha.agent.transport;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** One daemon thread for deadlines, started when the first one is set. */
final class Timers {
    private Timers() {}

    static ScheduledThreadPoolExecutor create(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }
}
