package org.mfsha.core.election;

import java.util.Comparator;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Leadership.Stage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;

/** How a leader hands over to another node when an administrator asks for it. */
final class HandoverRules {
    private HandoverRules() {}

    static void onSwitchover(Turn turn, Event.SwitchoverRequested request) {
        Optional<String> obstacle = switchoverObstacle(turn);
        if (obstacle.isPresent()) {
            turn.act(new Action.AnswerOperator(false, obstacle.get()));
            return;
        }
        Leadership leadership = turn.state.leadership.orElseThrow();
        Optional<NodeId> target = request.target().or(() -> preferredSuccessor(turn, leadership));
        Optional<String> unfit =
                target.map(node -> unfitness(turn, leadership, node)).orElse(Optional.of("no standby is hot"));
        if (unfit.isPresent()) {
            turn.act(new Action.AnswerOperator(false, unfit.get()));
            return;
        }
        long deadline = turn.now + turn.timing.handoverNanos();
        turn.state.leadership = Optional.of(leadership.withStage(new Stage.Draining(target.get(), deadline)));
        turn.act(new Action.Drain(leadership.epoch()));
        turn.act(new Action.AnswerOperator(true, "handing over to " + target.get()));
    }

    private static Optional<String> switchoverObstacle(Turn turn) {
        Optional<Leadership> leadership = turn.state.leadership;
        if (leadership.isEmpty()) {
            return Optional.of(turn.state
                    .leader
                    .map(leader -> "this node does not lead, " + leader + " does: ask there")
                    .orElse("there is no leader that could hand over"));
        }
        if (leadership.get().pausing().isThere()) {
            return Optional.of("the cluster is paused, so nothing is handed over: resume first");
        }
        if (leadership.get().suspended() || !(leadership.get().stage() instanceof Stage.Serving)) {
            return Optional.of("this node leads but is not serving normally at the moment: try again shortly");
        }
        return Optional.empty();
    }

    private static Optional<NodeId> preferredSuccessor(Turn turn, Leadership leadership) {
        return turn.members.candidates().stream()
                .filter(node -> unfitness(turn, leadership, node).isEmpty())
                .max(Comparator.comparing(node -> leadership.peers().get(node).position()));
    }

    private static Optional<String> unfitness(Turn turn, Leadership leadership, NodeId node) {
        if (node.equals(turn.members.self())) {
            return Optional.of(node + " leads already");
        }
        if (!turn.members.candidates().contains(node)) {
            return Optional.of(node + " is not a candidate; candidates are " + turn.members.candidates());
        }
        Optional<Report> report = Optional.ofNullable(leadership.peers().get(node));
        if (report.isEmpty()) {
            return Optional.of(node + " has not been heard since this leadership began");
        }
        return isHotFollower(leadership, report.get()) ? Optional.empty() : Optional.of(node + " is not a hot standby");
    }

    private static boolean isHotFollower(Leadership leadership, Report report) {
        return report.hot() && leadership.lineage().normalise(report.position()).epoch() == leadership.epoch();
    }

    static void onDrained(Turn turn, Event.Drained event) {
        LeaderRules.known(turn, event.epoch()).ifPresent(leadership -> {
            if (leadership.stage() instanceof Stage.Draining(NodeId target, long deadline)) {
                turn.state.leadership =
                        Optional.of(leadership.withStage(new Stage.AwaitingSuccessor(target, event.end(), deadline)));
                LeaseRules.renew(turn);
                continueHandover(turn);
            }
        });
    }

    static void onDrainFailed(Turn turn, Event.DrainFailed event) {
        if (LeaderRules.known(turn, event.epoch()).isPresent()) {
            callOffHandover(turn, event.why());
        }
    }

    static void continueHandover(Turn turn) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        if (leadership.stage() instanceof Stage.AwaitingSuccessor(NodeId target, Position end, long _)
                && Optional.ofNullable(leadership.peers().get(target))
                        .filter(report -> isHotFollower(leadership, report)
                                && report.position().version() >= end.version())
                        .isPresent()) {
            FarewellRules.handBack(turn, leadership, end, Optional.of(target), "switchover to " + target);
        }
    }

    static void callOffHandover(Turn turn, String why) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        boolean handingOver =
                leadership.stage() instanceof Stage.Draining || leadership.stage() instanceof Stage.AwaitingSuccessor;
        if (handingOver) {
            turn.state.leadership = Optional.of(leadership.withStage(new Stage.Serving()));
            turn.act(new Action.Undrain(leadership.epoch()));
            turn.note("switchover called off: " + why);
        }
    }
}
