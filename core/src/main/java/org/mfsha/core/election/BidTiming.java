package org.mfsha.core.election;

import java.util.List;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.protocol.Handback;

/** When a node bids. */
final class BidTiming {
    private BidTiming() {}

    /** When this node would bid if nothing changes; empty when it would not. */
    static Optional<Long> bidAt(Turn turn) {
        NodeState state = turn.state;
        if (!turn.members.isCandidate() || state.bid.isPresent() || HoldRules.holds(turn)) {
            return Optional.empty();
        }
        if (state.leadership.isPresent()) {
            return incumbentBidAt(turn, state.leadership.get());
        }
        if (!state.self.hot()) {
            return Optional.empty();
        }
        long ready = handbackInForce(state)
                .map(handback -> state.handbackAt + headStart(turn, handback))
                .orElseGet(() -> Math.max(FollowerRules.silenceEnd(turn), state.heldUntil) + stagger(turn));
        return Optional.of(Math.max(ready, state.quietUntil));
    }

    /** A leader bids only for a new number, and while suspended only when nobody else seems to be taking over. */
    private static Optional<Long> incumbentBidAt(Turn turn, Leadership leadership) {
        NodeState state = turn.state;
        boolean mayGoOn = switch (leadership.stage()) {
            case Leadership.Stage.Elected _, Leadership.Stage.Starting _, Leadership.Stage.Serving _ -> true;
            default -> false;
        };
        if (!state.needsNewNumber || !mayGoOn || leadership.pausing().isThere()) {
            return Optional.empty();
        }
        long patience = leadership.suspended() ? leadership.leaseUntil() + 2 * turn.timing.detectionNanos() : 0;
        return Optional.of(Math.max(patience, state.quietUntil));
    }

    static Optional<Handback> handbackInForce(NodeState state) {
        return state.handback.filter(handback -> handback.epoch() >= state.leaderEpoch);
    }

    private static long headStart(Turn turn, Handback handback) {
        if (handback.successor().isEmpty()) {
            return stagger(turn);
        }
        boolean chosen = handback.successor().get().equals(turn.members.self());
        return chosen ? 0 : 2 * turn.timing.renewNanos() + stagger(turn);
    }

    /** Candidates other than the last leader bid one after the other, the preferred one first. */
    static long stagger(Turn turn) {
        Optional<NodeId> last = turn.state.ballot.accepted().last().map(EpochRecord::leader);
        List<NodeId> order = turn.members.candidates().stream()
                .filter(node -> !last.equals(Optional.of(node)))
                .toList();
        int place = order.indexOf(turn.members.self());
        return (place < 0 ? order.size() : place) * turn.timing.staggerNanos();
    }
}
