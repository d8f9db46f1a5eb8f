package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mfsha.core.election.Bid.Stage.Asking;
import org.mfsha.core.election.Bid.Stage.Rehearsing;
import org.mfsha.core.election.Bid.TimedPromise;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;

/** How a bid is rehearsed and then made: steps 1 and 2 of a takeover. */
final class AskingRules {
    private AskingRules() {}

    static void start(Turn turn) {
        NodeState state = turn.state;
        long epoch = Math.max(state.highestSeen, state.ballot.promised()) + 1;
        turn.seen(epoch);
        state.needsNewNumber = false;
        long deadline = turn.now + turn.timing.bidNanos();
        var bid = new Bid(
                epoch,
                new Rehearsing(),
                deadline,
                turn.now + turn.timing.retryNanos(),
                Map.of(),
                Set.of(),
                Set.of(),
                Map.of());
        state.bid = Optional.of(bid.withPromise(
                turn.members.self(), new TimedPromise(VoterRules.promise(turn, epoch, true), turn.now)));
        turn.broadcast(new Propose(epoch, true, state.self));
        BidRules.onAnswers(turn);
    }

    /** A node that must not lead asks nobody in earnest: its bid would only stop a better one. */
    static void rehearsed(Turn turn, Bid bid) {
        if (Fitness.verdict(turn, bid, Map.of()) instanceof CatchUp.Verdict.Hopeless(String why)) {
            PreparingRules.despair(turn, bid, why, bid.deadline());
        } else {
            ask(turn, bid);
        }
    }

    /**
     * The own promise is on disk before anybody is asked, so a node that has asked under a number never asks under it again.
     * Otherwise, after a crash in between, late promises to its first bid would count for its second one, with what their
     * voters had then: it could lead without the changes that a voter has got since. Where an old lease is waited for,
     * this costs nothing.
     */
    private static void ask(Turn turn, Bid rehearsed) {
        NodeState state = turn.state;
        Bid asking = rehearsed
                .withoutPromises()
                .withStage(new Asking(), turn.now + turn.timing.bidNanos(), turn.now + turn.timing.retryNanos());
        Promise own = VoterRules.promise(turn, asking.epoch(), false);
        turn.broadcast(new Propose(asking.epoch(), false, state.self));
        state.bid = Optional.of(asking.withPromise(turn.members.self(), new TimedPromise(own, turn.now)));
        BidRules.onAnswers(turn);
    }
}
