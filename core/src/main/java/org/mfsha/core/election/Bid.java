package org.mfsha.core.election;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Report;

/**
 * An attempt to become the leader of an epoch. Immutable.
 *
 * @param epoch the epoch bid for
 * @param stage how far it got
 * @param deadline when it is given up
 * @param resendAt when unanswered requests are sent again
 * @param promises answers so far, the bidder's own included
 * @param rejectedBy voters that refused
 * @param hearLeader those of them that refused only because they still heard a leader
 * @param heard what peers said of their data since the bid began, whether they promised or not
 */
record Bid(
        long epoch,
        Stage stage,
        long deadline,
        long resendAt,
        Map<NodeId, TimedPromise> promises,
        Set<NodeId> rejectedBy,
        Set<NodeId> hearLeader,
        Map<NodeId, Report> heard) {
    Bid {
        promises = Map.copyOf(promises);
        rejectedBy = Set.copyOf(rejectedBy);
        hearLeader = Set.copyOf(hearLeader);
        heard = Map.copyOf(heard);
    }

    /** A promise and when it came; what it says of ages was true no later than that. */
    record TimedPromise(Promise promise, long receivedAt) {}

    /** The stages of a bid, in order. */
    sealed interface Stage {
        /** Would a majority promise? Way out: a majority would, or the deadline. */
        record Rehearsing() implements Stage {}

        /** Collecting promises. Way out: a majority promised, or the deadline. */
        record Asking() implements Stage {}

        /**
         * Waiting for older leases to end, and catching up. Way out: both done, or the deadline.
         *
         * @param fetchingFrom the peer whose answer is awaited
         * @param failures fetches in vain, by peer
         * @param fetchAgainAt no fetch before this
         * @param patientUntil until when a voter that has not answered yet may still turn a hopeless bid into a good one
         */
        record Preparing(
                Optional<NodeId> fetchingFrom, Map<NodeId, Integer> failures, long fetchAgainAt, long patientUntil)
                implements Stage {
            public Preparing {
                failures = Map.copyOf(failures);
            }

            Preparing fetching(NodeId from) {
                return new Preparing(Optional.of(from), failures, fetchAgainAt, patientUntil);
            }

            Preparing fetched() {
                return new Preparing(Optional.empty(), failures, fetchAgainAt, patientUntil);
            }

            Preparing failed(NodeId from, long againAt) {
                var more = new HashMap<>(failures);
                more.merge(from, 1, Integer::sum);
                return new Preparing(Optional.empty(), more, againAt, patientUntil);
            }
        }

        /**
         * Collecting acceptances. Way out: a majority accepted, or the deadline.
         *
         * @param lineage ends with the epoch bid for
         * @param round latest round sent
         * @param lease counts acceptances, which are grants
         */
        record Committing(Lineage lineage, long round, LeaseTracker lease) implements Stage {}
    }

    Bid withStage(Stage next, long newDeadline, long newResendAt) {
        return new Bid(epoch, next, newDeadline, newResendAt, promises, rejectedBy, hearLeader, heard);
    }

    Bid withStage(Stage next) {
        return new Bid(epoch, next, deadline, resendAt, promises, rejectedBy, hearLeader, heard);
    }

    Bid withoutPromises() {
        return new Bid(epoch, stage, deadline, resendAt, Map.of(), Set.of(), Set.of(), heard);
    }

    /** With a promise; of two from the same voter, which may come in any order, the one with more data counts. */
    Bid withPromise(NodeId voter, TimedPromise promise) {
        var more = new HashMap<>(promises);
        more.merge(voter, promise, (old, recent) -> positionOf(recent).isBehind(positionOf(old)) ? old : recent);
        return new Bid(
                epoch, stage, deadline, resendAt, more, without(rejectedBy, voter), without(hearLeader, voter), heard);
    }

    private static Position positionOf(TimedPromise timed) {
        return timed.promise().report().position();
    }

    Bid withRejection(NodeId voter, boolean hearsLeader) {
        Set<NodeId> hearing = hearsLeader ? with(hearLeader, voter) : without(hearLeader, voter);
        return new Bid(epoch, stage, deadline, resendAt, promises, with(rejectedBy, voter), hearing, heard);
    }

    Bid hearing(NodeId peer, Report report) {
        var more = new HashMap<>(heard);
        more.put(peer, report);
        return new Bid(epoch, stage, deadline, resendAt, promises, rejectedBy, hearLeader, more);
    }

    private static Set<NodeId> with(Set<NodeId> nodes, NodeId node) {
        var more = new HashSet<>(nodes);
        more.add(node);
        return more;
    }

    private static Set<NodeId> without(Set<NodeId> nodes, NodeId node) {
        var fewer = new HashSet<>(nodes);
        fewer.remove(node);
        return fewer;
    }

    Bid resentAt(long next) {
        return new Bid(epoch, stage, deadline, next, promises, rejectedBy, hearLeader, heard);
    }

    /** Number of voters that answered, one way or the other. */
    int answered() {
        return promises.size() + rejectedBy.size();
    }

    /** Every answer, in no particular order. */
    List<Promise> answers() {
        return promises.values().stream().map(TimedPromise::promise).toList();
    }
}
