package org.mfsha.core.simulation;

/**
 * A host's monotonic clock: it drifts and begins anywhere.
 *
 * @param offset what it shows at virtual time 0
 * @param partsPerMillion how much too fast it is
 */
record Clock(long offset, long partsPerMillion) {
    private static final long MILLION = 1_000_000L;

    long at(long virtualNanos) {
        return offset + virtualNanos + virtualNanos / MILLION * partsPerMillion;
    }

    /** First virtual time at which this clock shows at least the given time. */
    long reaches(long localNanos) {
        long elapsed = localNanos - offset;
        long guess = (long) (elapsed / (1.0 + partsPerMillion / 1e6)) - 2 * MILLION;
        long low = Math.max(0, guess);
        long high = low + 4 * MILLION + 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle) >= localNanos) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
