package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Release;

/** How a leader hands back, and goes on saying so. */
final class FarewellRules {
    private FarewellRules() {}

    static void handBack(Turn turn, Leadership leadership, Position end, Optional<NodeId> successor, String why) {
        NodeState state = turn.state;
        turn.act(new Action.StopServing(leadership.epoch(), why));
        Position last = leadership.lineage().normalise(end);
        var handback = new Handback(leadership.epoch(), turn.members.self(), last, successor, successor.isPresent());
        state.leadership = Optional.empty();
        state.bid = Optional.empty();
        FollowerRules.onRelease(turn, handback);
        say(turn, new Release(handback));
    }

    /** A word of a leader that does not serve any more. */
    static void say(Turn turn, Message word) {
        turn.broadcast(word);
        long until = turn.now + 4 * turn.timing.leaseNanos();
        turn.state.farewell = Optional.of(new NodeState.Farewell(word, turn.now + turn.timing.retryNanos(), until));
    }

    /** Such a word may get lost: say it again until somebody leads, or everybody would have noticed anyway. */
    static void repeat(Turn turn, NodeState.Farewell farewell) {
        NodeState state = turn.state;
        if (turn.now >= farewell.until() || state.leaderEpoch > farewell.word().epoch()) {
            state.farewell = Optional.empty();
        } else if (turn.now >= farewell.nextAt()) {
            turn.broadcast(farewell.word());
            state.farewell = Optional.of(
                    new NodeState.Farewell(farewell.word(), turn.now + turn.timing.retryNanos(), farewell.until()));
        }
    }
}
