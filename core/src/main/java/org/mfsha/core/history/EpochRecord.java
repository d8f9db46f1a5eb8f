package org.mfsha.core.history;

import org.mfsha.core.NodeId;

/**
 * One leadership, as a majority accepted it before it served.
 *
 * @param epoch its number, positive and strictly increasing
 * @param leader the node that leads in it
 * @param firstVersion version of the first change made in it; {@link #SAME_LOG} when the leader merely got a new number
 *     for the log it was already writing
 * @param reason why it began
 */
public record EpochRecord(long epoch, NodeId leader, long firstVersion, Reason reason) {
    /** First version of an epoch whose leader went on with its own log: nothing can have diverged from it. */
    public static final long SAME_LOG = Long.MAX_VALUE;

    /** Why a leadership began. */
    public enum Reason {
        /** The cluster had no leader before. */
        FIRST_START,
        /** The previous leader was not heard any more. */
        LEASE_LOST,
        /** The previous leader's mfsmaster ended or hung and its agent said so. */
        MASTER_LOST,
        /** An administrator asked for it. */
        SWITCHOVER,
        /** The same leader under a new number, because a voter had promised a higher one. */
        RENUMBERED
    }

    public EpochRecord {
        if (epoch <= 0 || firstVersion < 0) {
            throw new IllegalArgumentException("epoch " + epoch + ", first version " + firstVersion);
        }
    }
}
