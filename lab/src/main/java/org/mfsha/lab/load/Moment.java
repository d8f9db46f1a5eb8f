package org.mfsha.lab.load;

/**
 * A moment on both clocks.
 *
 * @param nanos the monotonic one of the ledgers ({@link System#nanoTime()})
 * @param epochMillis the wall clock of the agents' history
 */
public record Moment(long nanos, long epochMillis) {
    /** This moment. */
    public static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }
}
