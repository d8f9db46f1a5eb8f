package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;

/**
 * What a node knows of a pause, for people.
 *
 * @param phase what this node has to do with it
 * @param leader whom it is about
 * @param untilNanos when it ends at the latest, as far as this node knows, on its own clock
 * @param note who wanted it and why
 * @param renewed of a leader: whether it could serve without the pause, because a majority answers it
 * @param trouble of a leader: what is wrong with its mfsmaster and is left alone
 */
public record PauseView(
        Phase phase, NodeId leader, long untilNanos, String note, boolean renewed, Optional<String> trouble) {
    /** What a node has to do with a pause. */
    public enum Phase {
        /** It leads, and asks a majority to hold still. */
        ASKING,
        /** It leads, and serves without asking. */
        PAUSED,
        /** It leads, and ends the pause early. */
        ENDING,
        /** It votes, and holds still. */
        HOLDING
    }

    static Optional<PauseView> of(Turn turn) {
        NodeState state = turn.state;
        Optional<Leadership> paused =
                state.leadership.filter(leadership -> leadership.pausing().isThere());
        if (paused.isPresent()) {
            return Optional.of(ofLeader(turn, paused.get()));
        }
        return HoldRules.holds(turn)
                ? state.ballot
                        .accepted()
                        .last()
                        .map(last -> new PauseView(
                                Phase.HOLDING,
                                last.leader(),
                                state.heldUntil,
                                state.ballot.pause().note(),
                                false,
                                Optional.empty()))
                : Optional.empty();
    }

    private static PauseView ofLeader(Turn turn, Leadership leadership) {
        Pausing pausing = leadership.pausing();
        boolean inForce = pausing.isInForce(turn.now);
        Phase phase = inForce ? Phase.PAUSED : pausing.shortening() ? Phase.ENDING : Phase.ASKING;
        Optional<String> down = leadership.stage() instanceof Leadership.Stage.Down(String why)
                ? Optional.of("mfsmaster is gone: " + why)
                : pausing.neglected().map(why -> "mfsmaster hangs: " + why);
        return new PauseView(
                phase,
                turn.members.self(),
                inForce ? pausing.leaveUntil() : pausing.askedUntil(),
                pausing.note(),
                turn.now < leadership.leaseUntil(),
                down);
    }
}
