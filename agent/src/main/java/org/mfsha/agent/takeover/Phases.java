package org.mfsha.agent.takeover;

import java.util.ArrayList;
import java.util.List;
import org.mfsha.linux.BootClock;

/** A stopwatch with named laps. Not thread-safe. */
public final class Phases {
    private final List<Phase> laps = new ArrayList<>();
    private long last;

    /**
     * One step of a takeover.
     *
     * @param name what was done
     * @param micros how long it took
     */
    public record Phase(String name, long micros) {}

    /** Starts now. */
    public Phases() {
        this(BootClock.nanos());
    }

    /** Started at some time on the boot clock, in nanoseconds. */
    public Phases(long startNanos) {
        this.last = startNanos;
    }

    /** The step since the last lap is over. */
    public void lap(String name) {
        lap(name, BootClock.nanos());
    }

    /** The step since the last lap was over at some time. */
    public void lap(String name, long atNanos) {
        laps.add(new Phase(name, Math.max(0, atNanos - last) / 1_000));
        last = atNanos;
    }

    /** The laps so far. */
    public List<Phase> laps() {
        return List.copyOf(laps);
    }
}
