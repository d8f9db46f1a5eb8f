package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Bid.Stage.Committing;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;

/** How a majority is made to accept an epoch: step 4 of a takeover. */
final class CommittingRules {
    private CommittingRules() {}

    /**
     * As in {@link AskingRules#ask}, the others are told before the own acceptance is written. A crash in between leaves an epoch that
     * others accepted and whose leader never served; the leader's own promise is on disk, so it bids higher next time.
     */
    static void commit(Turn turn, Bid bid) {
        NodeState state = turn.state;
        Lineage lineage = lineage(turn, bid);
        var committing = new Committing(lineage, 0, LeaseTracker.EMPTY);
        Bid next = bid.withStage(committing, turn.now + turn.timing.bidNanos(), turn.now + turn.timing.retryNanos());
        state.bid = Optional.of(next);
        sendAccepts(turn, next, committing);
        turn.persist(bid.epoch(), lineage);
        VoterRules.grant(turn, bid.epoch());
        checkAccepted(turn);
    }

    private static Lineage lineage(Turn turn, Bid bid) {
        Optional<Leadership> incumbent = turn.state.leadership;
        if (incumbent.isPresent()) {
            var renumbered = new EpochRecord(
                    bid.epoch(), turn.members.self(), EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED);
            return incumbent.get().lineage().followedBy(renumbered);
        }
        long first = turn.state.self.position().version();
        return Fitness.catchUp(turn, bid)
                .lineageWith(new EpochRecord(bid.epoch(), turn.members.self(), first, reason(turn, bid)));
    }

    private static EpochRecord.Reason reason(Turn turn, Bid bid) {
        if (BidRules.needed(turn, bid) == turn.members.voters().size()
                && bid.answers().stream()
                        .allMatch(promise -> promise.accepted().records().isEmpty())) {
            return EpochRecord.Reason.FIRST_START;
        }
        return BidTiming.handbackInForce(turn.state)
                .map(handback -> handback.planned() ? EpochRecord.Reason.SWITCHOVER : EpochRecord.Reason.MASTER_LOST)
                .orElse(EpochRecord.Reason.LEASE_LOST);
    }

    static void sendAccepts(Turn turn, Bid bid, Committing committing) {
        long round = committing.round() + 1;
        LeaseTracker lease = committing.lease().sent(round, turn.now).granted(turn.members.self(), round);
        turn.state.bid = Optional.of(bid.withStage(
                new Committing(committing.lineage(), round, lease),
                bid.deadline(),
                turn.now + turn.timing.retryNanos()));
        turn.broadcast(new Accept(bid.epoch(), round, committing.lineage(), turn.state.self));
    }

    /** A voter granted while this node was still collecting acceptances. */
    static void onGrant(Turn turn, NodeId from, Grant grant) {
        turn.state.bid.filter(bid -> bid.epoch() == grant.epoch()).ifPresent(bid -> {
            if (bid.stage() instanceof Committing(Lineage lineage, long round, LeaseTracker lease)) {
                turn.state.bid =
                        Optional.of(bid.withStage(new Committing(lineage, round, lease.granted(from, grant.round()))));
                checkAccepted(turn);
            }
        });
    }

    private static void checkAccepted(Turn turn) {
        Bid bid = turn.state.bid.orElseThrow();
        if (bid.stage() instanceof Committing(Lineage lineage, long round, LeaseTracker lease)
                && lease.voters() >= turn.members.majority()) {
            turn.state.bid = Optional.empty();
            LeaderRules.elected(turn, lineage, round, lease);
        }
    }
}
