package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Pause;

/**
 * How a voter holds still while its leader is paused. It writes that down before it says so, and after a restart the time it
 * wrote counts from the beginning: a reboot may have taken any time, and its clock began anew.
 */
final class HoldRules {
    private HoldRules() {}

    /** Whether the leader of the promised epoch may serve without asking this voter. */
    static boolean holds(Turn turn) {
        NodeState state = turn.state;
        return turn.now < state.heldUntil
                && state.ballot.pause().holdNanos() > 0
                && !state.isHandedBack(state.ballot.promised());
    }

    /**
     * The leader that this voter accepted speaks. Each of its words is true from its sending on, so of two with one serial
     * the one that ends earlier is enough. It is written down again only when it is much shorter: for the next restart.
     */
    static void hear(Turn turn, Pause word) {
        NodeState state = turn.state;
        Pause known = state.ballot.pause();
        long until = turn.now + word.holdNanos();
        if (word.serial() > known.serial()) {
            turn.persist(word);
            state.heldUntil = until;
        } else if (word.serial() == known.serial()) {
            if (known.holdNanos() > 0 && 2 * word.holdNanos() <= known.holdNanos()) {
                turn.persist(word);
            }
            state.heldUntil = Math.min(state.heldUntil, until);
        }
        if (holds(turn)) {
            state.bid =
                    Optional.empty(); // It was only rehearsed, for this voter's promise is the leader's epoch still.
        }
    }

    /** What a voter that holds still answers to a bid. */
    static Paused refusal(Turn turn, long epoch) {
        NodeState state = turn.state;
        return new Paused(epoch, state.ballot.promised(), state.heldUntil - turn.now, state.self);
    }

    /** A leader that handed back has stopped for good. */
    static void onRelease(Turn turn, long epoch) {
        Pause known = turn.state.ballot.pause();
        if (epoch >= turn.state.ballot.promised() && known.holdNanos() > 0) {
            letGo(turn, known.over());
        }
    }

    /** A leader that was restarted says that its pause is over. */
    static void onEnded(Turn turn, NodeId from, PauseEnded ended) {
        NodeState state = turn.state;
        turn.seen(ended.epoch());
        boolean itsOwn = state.ballot.promised() == ended.epoch()
                && state.ballot
                        .accepted()
                        .last()
                        .filter(last ->
                                last.epoch() == ended.epoch() && last.leader().equals(from))
                        .isPresent();
        if (itsOwn && ended.serial() >= state.ballot.pause().serial()) {
            letGo(turn, new Pause(ended.serial(), 0, ""));
        }
    }

    static void letGo(Turn turn, Pause over) {
        turn.persist(over);
        turn.state.heldUntil = Math.min(turn.state.heldUntil, turn.now);
    }

    /** The epoch that this node led before its agent was restarted, if it may still be held to; nothing of it serves. */
    static Optional<Long> formerEpoch(Turn turn) {
        NodeState state = turn.state;
        return state.ballot
                .accepted()
                .last()
                .filter(_ -> state.leadership.isEmpty() && state.ballot.pause().serial() > 0)
                .filter(last -> last.leader().equals(turn.members.self()))
                .map(EpochRecord::epoch)
                .filter(epoch -> epoch == state.ballot.promised());
    }
}
