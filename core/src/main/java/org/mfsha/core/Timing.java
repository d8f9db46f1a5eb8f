package org.mfsha.core;

/**
 * Durations of the protocol, all in nanoseconds of a monotonic clock.
 *
 * @param leaseNanos how long a majority's grants let a leader serve, counted from the sending of the request
 * @param renewNanos how often a leader asks for its lease again
 * @param detectionNanos silence of the leader after which a candidate bids and a voter lets it
 * @param marginNanos added to a foreign lease before this node serves: covers the drift of two clocks over one lease and
 *     the time the dead-man's switch needs
 * @param staggerNanos head start of each candidate over the next one in rank
 * @param retryNanos pause before an unanswered message is sent again
 * @param bidNanos how long a bid may wait for promises or acceptances before it is given up
 * @param catchUpNanos how long a bid may spend on fetching missing changes before it is given up
 * @param handoverNanos how long a planned handover may hold the clients before it is called off
 */
public record Timing(
        long leaseNanos,
        long renewNanos,
        long detectionNanos,
        long marginNanos,
        long staggerNanos,
        long retryNanos,
        long bidNanos,
        long catchUpNanos,
        long handoverNanos) {
    public Timing {
        require(renewNanos > 0, "renewals need a positive pause");
        require(leaseNanos >= 3 * renewNanos, "a lease must outlast three renewals");
        require(detectionNanos >= leaseNanos / 2, "detection below half a lease only causes needless bids");
        require(marginNanos > 0, "a margin of zero trusts clocks blindly");
        require(staggerNanos >= 0 && retryNanos > 0 && bidNanos > 0, "pauses must be positive");
        require(catchUpNanos > 0 && handoverNanos > 0, "limits must be positive");
    }

    private static final long MILLI = 1_000_000L;
    private static final int SETTLED_DETECTIONS = 20;
    private static final int PAUSE_DRIFT_PARTS = 16;

    /** The profile for a local network: a lease of half a second. */
    public static Timing lan() {
        return ofMillis(500, 100, 500, 50);
    }

    /** A profile from the four figures an administrator sets, in milliseconds; the rest follows from them. */
    public static Timing ofMillis(long lease, long renew, long detection, long margin) {
        return new Timing(
                lease * MILLI,
                renew * MILLI,
                detection * MILLI,
                margin * MILLI,
                renew * MILLI / 4,
                renew * MILLI / 2,
                Math.max(lease, detection) * MILLI,
                5_000 * MILLI,
                2_000 * MILLI);
    }

    /** A standby that lacks what the leader had so long before its last word is too far behind to replace it. */
    public long settledNanos() {
        return SETTLED_DETECTIONS * detectionNanos;
    }

    /**
     * How long a voter must hold still for a leader that may serve on for a time without asking. A sixteenth more: each of
     * the two clocks may be wrong by 3 %. And the margin, for the time the dead-man's switch needs.
     */
    public long holdNanos(long leaveNanos) {
        return leaveNanos + leaveNanos / PAUSE_DRIFT_PARTS + marginNanos;
    }

    private static void require(boolean holds, String why) {
        if (!holds) {
            throw new IllegalArgumentException(why);
        }
    }
}
