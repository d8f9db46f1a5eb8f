package org.mfsha.core.election;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Pause;

/** The handling of one event: the state it works on, the time it happens at, the actions it collects. */
final class Turn {
    final Membership members;
    final Timing timing;
    final NodeState state;
    final long now;
    private final List<Action> actions = new ArrayList<>();

    Turn(Membership members, Timing timing, NodeState state, long now) {
        this.members = members;
        this.timing = timing;
        this.state = state;
        this.now = now;
    }

    void act(Action action) {
        actions.add(action);
    }

    void note(String text) {
        act(new Action.Note(text));
    }

    void send(NodeId to, Message message) {
        act(new Action.Send(to, message));
    }

    void broadcast(Message message) {
        members.peers().forEach(peer -> send(peer, message));
    }

    /** Write a new ballot, unless nothing changed. What was said about a pause belongs to the epoch promised before. */
    void persist(long promised, Lineage accepted) {
        if (promised < state.ballot.promised()) {
            throw new IllegalStateException("promise would fall from " + state.ballot.promised() + " to " + promised);
        }
        boolean higher = promised > state.ballot.promised();
        if (higher) {
            state.promisedTo = Optional.empty();
            state.heldUntil = Math.min(state.heldUntil, now);
        }
        persist(new Action.Ballot(promised, accepted, higher ? Pause.NONE : state.ballot.pause()));
    }

    /** Write down what the leader of the promised epoch says about a pause, unless it is known. */
    void persist(Pause pause) {
        persist(new Action.Ballot(state.ballot.promised(), state.ballot.accepted(), pause));
    }

    private void persist(Action.Ballot ballot) {
        if (!ballot.equals(state.ballot)) {
            state.ballot = ballot;
            act(new Action.Persist(ballot));
        }
    }

    /** An epoch was heard of. */
    void seen(long epoch) {
        state.highestSeen = Math.max(state.highestSeen, epoch);
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }
}
