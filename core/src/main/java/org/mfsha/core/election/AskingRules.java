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
     * The others are asked before the own promise is written, so that everybody's disk works at the same time. The own
     * promise counts no earlier than an answer is handled, and that is after every action of this turn was carried out.
     *
     * <p>After a crash in between this node may bid for the same number once more. That is one bid to everybody else:
     * nothing was proposed under the number yet, for an {@code Accept} is sent only by a node that has its own promise on
     * disk, and a node that has it never bids for that number again.
     */
    private static void ask(Turn turn, Bid rehearsed) {
        NodeState state = turn.state;
        Bid asking = rehearsed
                .withoutPromises()
                .withStage(new Asking(), turn.now + turn.timing.bidNanos(), turn.now + turn.timing.retryNanos());
        turn.broadcast(new Propose(asking.epoch(), false, state.self));
        Promise own = VoterRules.promise(turn, asking.epoch(), false);
        state.bid = Optional.of(asking.withPromise(turn.members.self(), new TimedPromise(own, turn.now)));
        BidRules.onAnswers(turn);
    }
}
