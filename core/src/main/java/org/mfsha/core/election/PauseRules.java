package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Leadership.Stage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Pause;

/**
 * How a leader gets leave to serve on without asking anybody, and gives it back. The order is what matters: it begins to
 * use its leave when a majority has written down to hold still for longer; it stops using it, the dead-man's switch too,
 * before anybody is told to let go.
 */
final class PauseRules {
    private PauseRules() {}

    // ---------------------------------------------------------------- beginning

    static void onRequest(Turn turn, Event.PauseRequested request) {
        Optional<String> obstacle = obstacle(turn, request);
        if (obstacle.isPresent()) {
            answer(turn, false, obstacle.get());
            return;
        }
        Leadership leadership = turn.state.leadership.orElseThrow();
        long deadline = turn.now + turn.timing.handoverNanos();
        set(turn, leadership.pausing().asking(turn.now + request.nanos(), deadline, request.note()));
        answer(turn, true, "asking a majority to hold still for " + Durations.words(request.nanos()));
        LeaseRules.renew(turn);
    }

    private static Optional<String> obstacle(Turn turn, Event.PauseRequested request) {
        if (request.nanos() <= 0 || request.nanos() > Pause.LONGEST_NANOS) {
            return Optional.of("a pause lasts at least a moment and at most " + Durations.words(Pause.LONGEST_NANOS));
        }
        Optional<Leadership> leadership = turn.state.leadership;
        if (leadership.isEmpty()) {
            return Optional.of(turn.state
                    .leader
                    .map(leader -> "this node does not lead, " + leader + " does: ask there")
                    .orElse("there is no leader: a pause keeps things as they are, and nothing is served now"));
        }
        return obstacle(turn, leadership.get(), turn.now + request.nanos());
    }

    private static Optional<String> obstacle(Turn turn, Leadership leadership, long end) {
        Pausing pausing = leadership.pausing();
        if (leadership.stage() instanceof Stage.Down(String why)) {
            return Optional.of("paused already, and mfsmaster is gone (" + why + "): resume lets a standby take over");
        }
        if (pausing.isAsking() || pausing.shortening()) {
            return Optional.of("a pause is just being begun or ended: try again in a moment");
        }
        if (leadership.suspended()
                || !(leadership.stage() instanceof Stage.Serving)
                || !leadership.holdsLease(turn.now)) {
            return Optional.of("this node leads but is not serving normally at the moment: try again shortly");
        }
        if (pausing.isInForce(turn.now) && end <= pausing.leaveUntil()) {
            return Optional.of("paused already, for " + Durations.words(pausing.leaveUntil() - turn.now)
                    + " more: a pause can be made longer; resume ends it");
        }
        boolean numberIsSure = turn.state.bid.isEmpty()
                && !turn.state.needsNewNumber
                && turn.state.ballot.promised() == leadership.epoch();
        if (!numberIsSure) {
            return Optional.of("this leader is about to take a new number: try again in a moment");
        }
        return Optional.empty();
    }

    /** A voter has written down what this leader said last about a pause. */
    static void onConfirmed(Turn turn, NodeId voter, long serial) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        Pausing pausing = leadership.pausing();
        if (!pausing.isAsking() || pausing.serial() != serial || turn.now >= pausing.askedUntil()) {
            return;
        }
        Pausing more = pausing.confirmedBy(voter);
        boolean enough = more.confirmed().size() >= turn.members.majority();
        set(turn, enough ? more.granted() : more);
        if (enough) {
            turn.act(new Action.ExtendLease(more.askedUntil()));
            turn.note("paused for " + Durations.words(more.askedUntil() - turn.now) + " (" + more.note() + ")");
        }
    }

    // ---------------------------------------------------------------- ending

    static void tick(Turn turn, Leadership leadership) {
        Pausing pausing = leadership.pausing();
        if (pausing.isThere() && turn.now >= end(pausing)) {
            end(turn, "its time is over");
        } else if (pausing.isAsking() && turn.now >= pausing.deadline()) {
            callOff(
                    turn,
                    "only " + pausing.confirmed().size() + " of "
                            + turn.members.voters().size() + " nodes confirmed in time");
        }
    }

    /** When this leader's clock must wake it for its pause. */
    static Optional<Long> deadline(Pausing pausing) {
        if (!pausing.isThere()) {
            return Optional.empty();
        }
        return Optional.of(pausing.isAsking() ? Math.min(pausing.deadline(), end(pausing)) : end(pausing));
    }

    /** While a longer pause is being asked for, the present one may end. */
    private static long end(Pausing pausing) {
        return pausing.leaveUntil() > 0 ? pausing.leaveUntil() : pausing.askedUntil();
    }

    /** A pause that is not confirmed is not wanted any more: nobody may hold still for it. */
    static void callOff(Turn turn, String why) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        if (leadership.pausing().isAsking()) {
            set(turn, leadership.pausing().calledOff());
            turn.note("pause called off: " + why);
            LeaseRules.renew(turn);
        }
    }

    static void onResume(Turn turn) {
        Optional<Leadership> leadership = turn.state.leadership;
        if (leadership.isPresent()) {
            resume(turn, leadership.get());
            return;
        }
        Optional<Long> former = HoldRules.formerEpoch(turn);
        if (former.isPresent()) {
            endForFormer(turn, former.get());
            return;
        }
        answer(turn, false, whyNotHere(turn));
    }

    private static void resume(Turn turn, Leadership leadership) {
        Pausing pausing = leadership.pausing();
        if (pausing.isAsking()) {
            answer(turn, true, "the pause that was being asked for is called off");
            callOff(turn, "an administrator does not want it any more");
        } else if (pausing.shortening()) {
            answer(turn, true, "the pause is being ended");
        } else if (!pausing.isInForce(turn.now)) {
            answer(turn, false, "there is no pause");
        } else if (leadership.stage() instanceof Stage.Down) {
            answer(turn, true, "the pause is over; mfsmaster is gone, so a standby takes over");
            end(turn, "an administrator ended it");
        } else if (turn.now >= leadership.leaseUntil()) {
            answer(
                    turn,
                    false,
                    "no majority of the nodes answers this leader: without the pause it would have to stop."
                            + " Mend that first, or wait: the pause ends in "
                            + Durations.words(pausing.leaveUntil() - turn.now));
        } else {
            set(turn, pausing.asShortening());
            turn.act(new Action.ShortenLease(leadership.epoch(), pausing.serial(), leadership.leaseUntil()));
            answer(turn, true, "the pause is being ended");
        }
    }

    /** From now on neither this node nor its dead-man's switch counts on anybody who holds still. */
    static void onShortened(Turn turn, Event.LeaseShortened event) {
        boolean awaited = turn.state
                .leadership
                .filter(leadership -> leadership.epoch() == event.epoch())
                .map(Leadership::pausing)
                .filter(pausing -> pausing.shortening() && pausing.serial() == event.serial())
                .isPresent();
        if (awaited) {
            end(turn, "an administrator ended it");
        }
    }

    private static void end(Turn turn, String why) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        Optional<String> neglected = leadership.pausing().neglected();
        set(turn, leadership.pausing().ended());
        turn.note("the pause is over: " + why);
        LeaseRules.renew(turn);
        MasterRules.catchUpOn(turn, neglected);
    }

    /** This node's agent was restarted, so its mfsmaster is gone, and nobody has to hold still for it. */
    private static void endForFormer(Turn turn, long epoch) {
        NodeState state = turn.state;
        long serial = state.ballot.pause().serial() + 1;
        HoldRules.letGo(turn, new Pause(serial, 0, ""));
        FarewellRules.say(turn, new PauseEnded(epoch, serial));
        answer(turn, true, "the pause of epoch " + epoch + " is over");
    }

    private static String whyNotHere(Turn turn) {
        NodeState state = turn.state;
        if (!HoldRules.holds(turn)) {
            return "this node knows of no pause";
        }
        return "this node holds still for "
                + state.ballot.accepted().last().orElseThrow().leader() + ", which alone may end the pause, for "
                + Durations.words(state.heldUntil - turn.now) + " more";
    }

    private static void set(Turn turn, Pausing pausing) {
        turn.state.leadership = Optional.of(turn.state.leadership.orElseThrow().withPausing(pausing));
    }

    private static void answer(Turn turn, boolean accepted, String text) {
        turn.act(new Action.AnswerOperator(accepted, text));
    }
}
