package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.election.Leadership.Stage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;

/** What becomes of a leadership when something happens to its mfsmaster. */
final class MasterRules {
    private MasterRules() {}

    /** A node that has opened the gate has data of its epoch and no standby, whatever a belated report says. */
    static void onReport(Turn turn, Report report) {
        Optional<Long> started = turn.state
                .leadership
                .filter(leadership -> !(leadership.stage() instanceof Stage.Elected))
                .map(Leadership::epoch);
        turn.state.self = started.map(epoch -> new Report(
                        new Position(
                                Math.max(epoch, report.position().epoch()),
                                report.position().version()),
                        report.metadataId(),
                        false))
                .orElse(report);
    }

    static void onListening(Turn turn, Event.MasterListening event) {
        LeaderRules.known(turn, event.epoch())
                .filter(leadership -> leadership.stage() instanceof Stage.Starting)
                .ifPresent(
                        leadership -> turn.state.leadership = Optional.of(leadership.withStage(new Stage.Serving())));
    }

    static void onFailed(Turn turn, Event.MasterFailed event) {
        Optional<Leadership> served = LeaderRules.known(turn, event.epoch());
        if (served.filter(leadership -> !(leadership.stage() instanceof Stage.Starting))
                .isPresent()) {
            onLost(turn, new Event.MasterLost(event.epoch(), event.why()));
            return;
        }
        served.ifPresent(leadership -> {
            turn.note("mfsmaster did not start in epoch " + leadership.epoch() + ": " + event.why());
            FarewellRules.handBack(turn, leadership, leadership.entry(), Optional.empty(), event.why());
        });
    }

    static void onLost(Turn turn, Event.MasterLost event) {
        LeaderRules.known(turn, event.epoch()).filter(MasterRules::isThere).ifPresent(leadership -> {
            turn.note("mfsmaster of epoch " + leadership.epoch() + " is lost: " + event.why());
            if (leadership.pausing().isInForce(turn.now)) {
                turn.state.leadership = Optional.of(leadership.withStage(new Stage.Down(event.why())));
                PauseRules.callOff(turn, "mfsmaster is gone");
            } else {
                PauseRules.callOff(turn, "mfsmaster is gone");
                salvage(turn);
            }
        });
    }

    private static boolean isThere(Leadership leadership) {
        return !(leadership.stage() instanceof Stage.Salvaging || leadership.stage() instanceof Stage.Down);
    }

    private static void salvage(Turn turn) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        long deadline = turn.now + turn.timing.handoverNanos();
        turn.state.leadership = Optional.of(leadership.withStage(new Stage.Salvaging(deadline)));
        turn.act(new Action.Salvage(leadership.epoch()));
    }

    static void onHangs(Turn turn, Event.MasterHangs event) {
        LeaderRules.known(turn, event.epoch()).filter(MasterRules::isThere).ifPresent(leadership -> {
            Pausing pausing = leadership.pausing();
            if (!pausing.isInForce(turn.now)) {
                turn.act(new Action.KillMaster(leadership.epoch(), event.why()));
            } else if (pausing.neglected().isEmpty()) {
                turn.note("mfsmaster hangs and is left alone in the pause: " + event.why());
                turn.state.leadership =
                        Optional.of(leadership.withPausing(pausing.neglecting(Optional.of(event.why()))));
            }
        });
    }

    static void onAnswers(Turn turn, Event.MasterAnswers event) {
        LeaderRules.known(turn, event.epoch())
                .ifPresent(leadership -> turn.state.leadership =
                        Optional.of(leadership.withPausing(leadership.pausing().neglecting(Optional.empty()))));
    }

    /** What was left alone in a pause is done when it is over. */
    static void catchUpOn(Turn turn, Optional<String> neglected) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        if (leadership.stage() instanceof Stage.Down) {
            salvage(turn);
        } else {
            neglected.ifPresent(why -> turn.act(new Action.KillMaster(leadership.epoch(), why)));
        }
    }

    static void onSalvaged(Turn turn, Event.Salvaged event) {
        LeaderRules.known(turn, event.epoch())
                .filter(leadership -> leadership.stage() instanceof Stage.Salvaging)
                .ifPresent(leadership -> FarewellRules.handBack(
                        turn,
                        leadership,
                        endOfService(turn, leadership, event),
                        Optional.empty(),
                        "its mfsmaster was lost"));
    }

    /** This epoch was served in, so it is not void, even if nothing is left of it on this node's disk. */
    private static Position endOfService(Turn turn, Leadership leadership, Event.Salvaged event) {
        return leadership.isKnownAs(event.end().epoch()) ? event.end() : salvageableEnd(turn, leadership);
    }

    /** Nothing was read in time: the data ends where it was last known to. */
    static Position salvageableEnd(Turn turn, Leadership leadership) {
        return new Position(leadership.epoch(), turn.state.self.position().version());
    }
}
