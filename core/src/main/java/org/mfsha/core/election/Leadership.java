package org.mfsha.core.election;

import java.util.HashMap;
import java.util.Map;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Report;

/**
 * What a leader knows of its leadership. Immutable.
 *
 * @param lineage its history, ending with its own epoch
 * @param since the number it began under; later ones only renumber it
 * @param entry its position when it was elected
 * @param stage how far it is
 * @param suspended whether the lease is lost and the process stopped
 * @param lease who granted what
 * @param leaseUntil until when it may serve because a majority renewed its lease
 * @param round latest round sent
 * @param renewAt when it asks again
 * @param peers latest report of each follower
 * @param pausing what it knows of a pause
 */
record Leadership(
        Lineage lineage,
        long since,
        Position entry,
        Stage stage,
        boolean suspended,
        LeaseTracker lease,
        long leaseUntil,
        long round,
        long renewAt,
        Map<NodeId, Report> peers,
        Pausing pausing) {
    Leadership {
        peers = Map.copyOf(peers);
    }

    /** The stages of a leadership. */
    sealed interface Stage {
        /** Elected; waits for a lease that still runs. Way out: a grant. */
        record Elected() implements Stage {}

        /** The gate is open. Way out: mfsmaster listens, or fails. */
        record Starting() implements Stage {}

        /** mfsmaster serves. Way out: it is lost, a handover, a higher epoch. */
        record Serving() implements Stage {}

        /** Clients are held back until everything they were told of is known. Way out: drained, or the deadline. */
        record Draining(NodeId target, long deadline) implements Stage {}

        /** The successor fetches the last changes. Way out: it has them, or the deadline. */
        record AwaitingSuccessor(NodeId target, Position end, long deadline) implements Stage {}

        /** mfsmaster is gone, and nobody may do anything about it. Way out: the end of the pause. */
        record Down(String why) implements Stage {}

        /** mfsmaster is gone; what it left is being read. Way out: read, or the deadline. */
        record Salvaging(long deadline) implements Stage {}
    }

    long epoch() {
        return lineage.epoch();
    }

    /** Whether an epoch is one of the numbers of this leadership: its mfsmaster may still be named by an older one. */
    boolean isKnownAs(long number) {
        return since <= number && number <= epoch();
    }

    /** Whether it may serve now, renewed or on leave. */
    boolean holdsLease(long now) {
        return now < servesUntil();
    }

    /** Until when it may serve, whatever happens to it. */
    long servesUntil() {
        return Math.max(leaseUntil, pausing.leaveUntil());
    }

    Leadership withStage(Stage next) {
        return new Leadership(
                lineage, since, entry, next, suspended, lease, leaseUntil, round, renewAt, peers, pausing);
    }

    Leadership withSuspended(boolean now) {
        return new Leadership(lineage, since, entry, stage, now, lease, leaseUntil, round, renewAt, peers, pausing);
    }

    Leadership withLease(LeaseTracker tracker, long until) {
        return new Leadership(lineage, since, entry, stage, suspended, tracker, until, round, renewAt, peers, pausing);
    }

    Leadership withRound(LeaseTracker tracker, long newRound, long nextAt) {
        return new Leadership(
                lineage, since, entry, stage, suspended, tracker, leaseUntil, newRound, nextAt, peers, pausing);
    }

    Leadership withPeer(NodeId peer, Report report) {
        var more = new HashMap<>(peers);
        more.put(peer, report);
        return new Leadership(
                lineage, since, entry, stage, suspended, lease, leaseUntil, round, renewAt, more, pausing);
    }

    Leadership withPausing(Pausing next) {
        return new Leadership(lineage, since, entry, stage, suspended, lease, leaseUntil, round, renewAt, peers, next);
    }

    /** The same service under another number, which was never paused. */
    Leadership renumbered(Lineage longer, LeaseTracker tracker, long until, long newRound, long nextAt) {
        return new Leadership(
                longer, since, entry, stage, suspended, tracker, until, newRound, nextAt, peers, Pausing.NEVER);
    }
}
