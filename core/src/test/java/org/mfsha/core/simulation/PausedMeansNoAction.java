package org.mfsha.core.simulation;

import java.util.List;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.simulation.Tally.Deed;

/**
 * L2: from the moment in which a pause is in force until its time is over, or it is ended by an administrator, the paused
 * leader leaves its mfsmaster and its number alone, whatever happens to it, and nobody takes over.
 */
final class PausedMeansNoAction implements Invariant {
    /**
     * @param until true time
     * @param incarnation of the leader; another one has lost its mfsmaster
     */
    private record Current(NodeId leader, int incarnation, long epoch, long until) {}

    private final VirtualTime time;
    private final Tally tally;
    private Optional<Current> current = Optional.empty();
    private boolean leftAlone;

    PausedMeansNoAction(VirtualTime time, Tally tally) {
        this.time = time;
        this.tally = tally;
    }

    @Override
    public void handled(SimNode node, Event event, List<Action> actions) {
        current = current.filter(pause -> time.now() < pause.until());
        if (event instanceof Event.ResumeRequested && isAccepted(actions)) {
            current.filter(pause -> pause.leader().equals(node.id())).ifPresent(pause -> {
                tally.count(pause.incarnation() == node.incarnation() ? Deed.EARLY_END : Deed.END_BY_FORMER_LEADER);
                current = Optional.empty();
            });
        }
        current.ifPresent(pause -> actions.forEach(action -> check(node, pause, action)));
        notice(node);
    }

    private static boolean isAccepted(List<Action> actions) {
        return actions.stream()
                .anyMatch(action -> action instanceof Action.AnswerOperator(boolean accepted, String _) && accepted);
    }

    private static void check(SimNode node, Current pause, Action action) {
        boolean leader = node.id().equals(pause.leader()) && node.incarnation() == pause.incarnation();
        boolean forbidden = switch (action) {
            case Action.StartServing _ -> true;
            case Action.Suspend _,
                    Action.StopServing _,
                    Action.KillMaster _,
                    Action.Salvage _,
                    Action.Renumber _,
                    Action.Drain _,
                    Action.ShortenLease _ -> leader;
            case Action.Send(NodeId _, Message message) -> leader && message instanceof Message.Release;
            default -> false;
        };
        if (forbidden) {
            throw new Violation("L2: " + node.id() + " does " + action + " while " + pause.leader()
                    + " is paused in epoch " + pause.epoch());
        }
    }

    private void notice(SimNode node) {
        node.view().ifPresent(view -> {
            Optional<PauseView> pause = view.pause().filter(known -> known.phase() == PauseView.Phase.PAUSED);
            if (pause.isEmpty()) {
                return;
            }
            long until = node.clock().reaches(pause.get().untilNanos());
            boolean known =
                    current.filter(now -> now.epoch() == view.leaderEpoch()).isPresent();
            boolean down = view.leading().equals(Optional.of(LeaderStage.DOWN));
            if (!known) {
                tally.count(Deed.PAUSE);
            }
            if (down && !leftAlone) {
                tally.count(Deed.LEFT_ALONE);
            }
            leftAlone = down;
            current = Optional.of(new Current(node.id(), node.incarnation(), view.leaderEpoch(), until));
        });
    }
}
