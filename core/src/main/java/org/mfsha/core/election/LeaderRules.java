package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Leadership.Stage;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;

/** A leadership from its beginning to its end. */
final class LeaderRules {
    private LeaderRules() {}

    /** A majority accepted this node's epoch. */
    static void elected(Turn turn, Lineage lineage, long round, LeaseTracker lease) {
        NodeState state = turn.state;
        long until = LeaseRules.leaseUntil(turn, lease);
        long renewAt = turn.now + turn.timing.renewNanos();
        state.leader = Optional.of(turn.members.self());
        state.leaderEpoch = lineage.epoch();
        state.leaderHeardAt = turn.now;
        state.vainBids = 0;
        if (state.leadership.isPresent()) {
            boolean gateOpen = !(state.leadership.get().stage() instanceof Stage.Elected);
            state.leadership = Optional.of(state.leadership.get().renumbered(lineage, lease, until, round, renewAt));
            if (gateOpen) { // Else no data has the old number, and it must not get the new one before it is served in.
                turn.act(new Action.Renumber(lineage));
            }
        } else {
            state.leadership = Optional.of(new Leadership(
                    lineage,
                    lineage.epoch(),
                    new Position(
                            lineage.withoutLast().epoch(), state.self.position().version()),
                    new Stage.Elected(),
                    false,
                    lease,
                    until,
                    round,
                    renewAt,
                    Map.of(),
                    Pausing.NEVER));
        }
        LeaseRules.leaseRenewed(turn);
    }

    static void tick(Turn turn) {
        turn.state.leadership.ifPresent(leadership -> PauseRules.tick(turn, leadership));
        turn.state.leadership.ifPresent(leadership -> LeaseRules.suspendWithoutLease(turn, leadership));
        turn.state
                .leadership
                .filter(leadership -> turn.now >= leadership.renewAt())
                .ifPresent(_ -> LeaseRules.renew(turn));
        turn.state.leadership.ifPresent(leadership -> checkStageDeadline(turn, leadership));
        turn.state.farewell.ifPresent(farewell -> FarewellRules.repeat(turn, farewell));
    }

    private static void checkStageDeadline(Turn turn, Leadership leadership) {
        switch (leadership.stage()) {
            case Stage.Draining(NodeId _, long deadline)
            when turn.now >= deadline ->
                HandoverRules.callOffHandover(turn, "the clients' last changes could not be collected in time");
            case Stage.AwaitingSuccessor(NodeId target, Position _, long deadline)
            when turn.now >= deadline -> HandoverRules.callOffHandover(turn, target + " did not catch up in time");
            case Stage.Salvaging(long deadline)
            when turn.now >= deadline ->
                FarewellRules.handBack(
                        turn,
                        leadership,
                        MasterRules.salvageableEnd(turn, leadership),
                        Optional.empty(),
                        "its mfsmaster was lost");
            default -> {}
        }
    }

    /** Somebody leads a later epoch: whatever this node led is over. */
    static void deposeBy(Turn turn, long epoch, NodeId leader) {
        turn.state.leadership.filter(leadership -> leadership.epoch() < epoch).ifPresent(leadership -> {
            turn.state.leadership = Optional.empty();
            turn.state.leader = Optional.empty();
            turn.act(new Action.StopServing(leadership.epoch(), leader + " leads epoch " + epoch));
        });
    }

    /** A later epoch was accepted though its leader is not heard: this leadership is over, and nothing can revive it. */
    static void stepDown(Turn turn, String why) {
        turn.state.leadership.ifPresent(leadership -> {
            turn.state.leadership = Optional.empty();
            turn.state.leader = Optional.empty();
            turn.state.bid = Optional.empty();
            turn.act(new Action.StopServing(leadership.epoch(), why));
        });
    }

    /** The leadership that an event about mfsmaster belongs to. */
    static Optional<Leadership> known(Turn turn, long epoch) {
        return turn.state.leadership.filter(leadership -> leadership.isKnownAs(epoch));
    }

    static Optional<Leadership> of(Turn turn, long epoch) {
        return turn.state.leadership.filter(leadership -> leadership.epoch() == epoch);
    }
}
