package org.mfsha.core.election;

/** Durations for people. */
final class Durations {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60;

    private Durations() {}

    /** For example {@code 1 h 5 min}; seconds only below two minutes. */
    static String words(long nanos) {
        long seconds = (nanos + SECOND - 1) / SECOND;
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        long minutes = (seconds + MINUTE - 1) / MINUTE;
        return minutes < MINUTE ? minutes + " min" : minutes / MINUTE + " h " + minutes % MINUTE + " min";
    }
}
