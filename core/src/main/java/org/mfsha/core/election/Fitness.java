package org.mfsha.core.election;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Message.Promise;

/** Whether a bidder may lead with the data it has, as far as the answers to its bid tell. */
final class Fitness {
    private static final int FETCHES_FROM_LOST_HOLDER = 3;

    private Fitness() {}

    static CatchUp.Verdict verdict(Turn turn, Bid bid, Map<NodeId, Integer> failures) {
        if (turn.state.leadership.isPresent()) {
            return incumbentVerdict(turn, bid);
        }
        List<NodeId> lostHolders = Stream.concat(
                        Stream.of(turn.members.self()),
                        failures.entrySet().stream()
                                .filter(entry -> entry.getValue() >= FETCHES_FROM_LOST_HOLDER)
                                .map(Map.Entry::getKey)
                                .filter(node -> isGivenUp(turn, bid, node)))
                .toList();
        return catchUp(turn, bid).verdict(lostHolders);
    }

    /**
     * Whether nobody waits any longer for the changes a node handed back. One that does not answer has had its chances.
     * One that answers is alive and may still be reading its disk: it has {@code settledNanos} from the first failure on,
     * over as many bids as that takes. What it says it has <em>now</em> is never given up, only what it said once.
     */
    private static boolean isGivenUp(Turn turn, Bid bid, NodeId holder) {
        boolean silent = !bid.promises().containsKey(holder);
        return silent
                || Optional.ofNullable(turn.state.inVainSince.get(holder))
                        .filter(since -> turn.now - since >= turn.timing.settledNanos())
                        .isPresent();
    }

    /** A leader's own log is ahead of every copy; only a later epoch may be ahead of the leader. */
    private static CatchUp.Verdict incumbentVerdict(Turn turn, Bid bid) {
        long own = turn.state.leadership.orElseThrow().epoch();
        boolean overtaken =
                bid.answers().stream().anyMatch(promise -> promise.accepted().epoch() > own);
        return overtaken ? new CatchUp.Verdict.Hopeless("a later epoch was accepted") : new CatchUp.Verdict.Ready();
    }

    static CatchUp catchUp(Turn turn, Bid bid) {
        Map<NodeId, Promise> promises = bid.promises().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().promise()));
        return new CatchUp(turn.state.self, promises, bid.heard(), turn.state.handback);
    }
}
