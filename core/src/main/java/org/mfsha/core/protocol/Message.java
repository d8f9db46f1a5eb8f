package org.mfsha.core.protocol;

import java.util.Optional;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;

/**
 * What agents tell each other to agree on a leader. Every message may be lost, late, doubled or out of order without
 * harm; the transport guarantees only who sent it.
 */
public sealed interface Message {
    /** The epoch the message is about. */
    long epoch();

    /**
     * A leader asks for its lease again.
     *
     * @param round names the request; the answer repeats it, and the lease counts from the sending of this round
     * @param leased whether its lease still runs: one that asks in vain may not hear the answers
     * @param report the leader's own data
     * @param pause what the leader has to say about pauses: written down before the answer
     */
    record Renew(long epoch, long round, boolean leased, Report report, Pause pause) implements Message {
        /** A request of a leader that was never paused in this epoch. */
        public Renew(long epoch, long round, boolean leased, Report report) {
            this(epoch, round, leased, report, Pause.NONE);
        }

        /** A request of such a leader whose lease still runs. */
        public Renew(long epoch, long round, Report report) {
            this(epoch, round, true, report);
        }
    }

    /**
     * A voter grants the lease, from the moment it answered.
     *
     * @param acceptedEpoch latest epoch record the voter has on disk; smaller than {@code epoch} when it missed the
     *     record
     * @param report the voter's own data
     * @param pauseSerial the leader's latest word about a pause that the voter has on disk
     */
    record Grant(long epoch, long round, long acceptedEpoch, Report report, long pauseSerial) implements Message {
        /** A grant of a voter that never heard of a pause. */
        public Grant(long epoch, long round, long acceptedEpoch, Report report) {
            this(epoch, round, acceptedEpoch, report, 0);
        }
    }

    /**
     * A voter does not grant, because it promised another epoch.
     *
     * @param promised what it promised
     */
    record Refusal(long epoch, long promised) implements Message {}

    /**
     * A candidate bids for an epoch.
     *
     * @param rehearsal whether this is only a question: the voter answers as it would, and keeps nothing
     */
    record Propose(long epoch, boolean rehearsal, Report report) implements Message {}

    /**
     * A voter will grant nothing below this epoch any more.
     *
     * @param rehearsal whether it only would
     * @param lastGrant the youngest grant it gave
     * @param accepted the latest epoch it accepted, with its lineage
     * @param handback the latest handback it heard of
     * @param report the voter's own data
     * @param leaderHad what the leader had some time before it was last heard: who has less must not replace it
     */
    record Promise(
            long epoch,
            boolean rehearsal,
            LastGrant lastGrant,
            Lineage accepted,
            Optional<Handback> handback,
            Report report,
            Position leaderHad)
            implements Message {
        /** A promise of a voter that remembers no leader's position. */
        public Promise(
                long epoch,
                boolean rehearsal,
                LastGrant lastGrant,
                Lineage accepted,
                Optional<Handback> handback,
                Report report) {
            this(epoch, rehearsal, lastGrant, accepted, handback, report, Position.NONE);
        }
    }

    /**
     * A voter refuses a bid.
     *
     * @param promised the highest epoch it promised
     * @param liveLeader whether it refuses because it still hears a leader
     * @param retryNanos when it may think otherwise, counted from now
     */
    record Rejection(long epoch, long promised, boolean liveLeader, long retryNanos) implements Message {}

    /**
     * A voter refuses a bid because the leader of the epoch it promised is paused, and may serve without asking anybody.
     *
     * @param promised that epoch
     * @param leftNanos how long the voter still holds to it, counted from now
     * @param report the voter's own data, which can be asked for
     */
    record Paused(long epoch, long promised, long leftNanos, Report report) implements Message {}

    /**
     * A candidate with a majority of promises makes its epoch known; counts as a request for the lease too.
     *
     * @param lineage the candidate's history, ending with the new epoch
     */
    record Accept(long epoch, long round, Lineage lineage, Report report) implements Message {}

    /** A former leader has stopped serving. */
    record Release(Handback handback) implements Message {
        @Override
        public long epoch() {
            return handback.epoch();
        }
    }

    /**
     * The leader of an epoch does not serve any more, and its pause is over: whoever holds to it need not.
     *
     * @param serial what was said with a smaller one, or with this one, is out of date
     */
    record PauseEnded(long epoch, long serial) implements Message {}

    /**
     * A voter's youngest grant of a lease.
     *
     * @param epoch for which epoch; {@link #UNKNOWN} after a restart, when it may have been any
     * @param ageNanos how long ago, at least, when the message was sent
     */
    record LastGrant(long epoch, long ageNanos) {
        /** The voter has restarted and does not know whom it granted what. */
        public static final long UNKNOWN = Long.MAX_VALUE;
    }
}
