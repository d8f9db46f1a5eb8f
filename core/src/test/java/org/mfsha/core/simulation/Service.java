package org.mfsha.core.simulation;

import org.mfsha.core.history.Lineage;

/**
 * The serving mfsmaster of a host and its dead-man's switch, which acts at the deadline it was told last, whatever the
 * agent does. Lives as long as the host is powered.
 */
final class Service {
    private final VirtualTime time;
    private final long latenessNanos;
    private final boolean guardSleeps;
    private boolean running;
    private boolean listening;
    private boolean suspended;
    private boolean switchedOff;
    private boolean draining;
    private boolean paused;
    private boolean hung;
    private long deadline;
    private long epoch;
    private int serial;

    Service(VirtualTime time, long latenessNanos, boolean guardSleeps) {
        this.time = time;
        this.latenessNanos = latenessNanos;
        this.guardSleeps = guardSleeps;
    }

    /** The gate opens; returns the number of this start. */
    int start(Lineage lineage, long leaseUntil, Clock clock) {
        running = true;
        listening = false;
        suspended = false;
        draining = false;
        switchedOff = true;
        hung = false;
        epoch = lineage.epoch();
        serial++;
        arm(leaseUntil, clock);
        return serial;
    }

    void listen() {
        listening = true;
    }

    /** Like the guard, it knows of a later end already, or takes this one. */
    void extend(long leaseUntil, Clock clock) {
        if (leaseUntil >= deadline) {
            arm(leaseUntil, clock);
        }
    }

    /** Takes an earlier end. */
    void shorten(long leaseUntil, Clock clock) {
        if (running && leaseUntil < deadline) {
            arm(leaseUntil, clock);
        }
    }

    private void arm(long leaseUntil, Clock clock) {
        deadline = leaseUntil;
        switchedOff = clock.at(time.now()) >= leaseUntil;
        int current = serial;
        time.at(clock.reaches(leaseUntil) + latenessNanos, () -> {
            if (serial == current && deadline == leaseUntil && !guardSleeps) {
                switchedOff = true;
            }
        });
    }

    void suspend() {
        suspended = true;
    }

    void resume(long leaseUntil, Clock clock) {
        suspended = false;
        arm(leaseUntil, clock);
    }

    /** The machine stands still, or goes on. */
    void pause(boolean now) {
        paused = now;
    }

    /** mfsmaster exists and answers nobody, or goes on. */
    void hang(boolean now) {
        hung = now;
    }

    boolean isHung() {
        return running && hung;
    }

    void drain(boolean now) {
        draining = now;
    }

    void renumber(long newEpoch) {
        epoch = newEpoch;
    }

    void stop() {
        running = false;
        listening = false;
        draining = false;
        serial++;
    }

    /** Whether clients and metaloggers reach it at the shared address. */
    boolean isReachable() {
        return running && listening && !suspended && !switchedOff && !paused;
    }

    boolean acknowledges() {
        return isReachable() && !draining && !hung;
    }

    boolean isRunning() {
        return running;
    }

    boolean isListening() {
        return running && listening;
    }

    long epoch() {
        return epoch;
    }

    int serial() {
        return serial;
    }
}
