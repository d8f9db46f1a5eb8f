package org.mfsha.core.simulation;

import java.util.List;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.simulation.Tally.Deed;

/**
 * What administrators do about a host that lost its disk: its name is never used again. When the cluster has a leader
 * without it, they put a new name in its place into the configuration of every node, and restart every agent.
 *
 * <p>Only when there is a leader, and not in the first moment: a lease that rests on the lost node's last word must be
 * over. Nor in a pause: whoever holds still for a paused leader does not start with another list (the agent's Admission).
 * Then the leader's epoch was promised by a majority of the old members that the lost node is no part of. Each
 * majority of the new members shares a node with that one, so no number is given twice.
 */
final class Replacement {
    /** How long it takes at most, apart from waiting for a leader. */
    static final long LONGEST = 6_000 * Dice.MILLI;

    private static final long LOOK_AGAIN = 100 * Dice.MILLI;

    private final Simulation world;
    private final SimNode lost;
    private boolean over;

    Replacement(Simulation world, SimNode lost) {
        this.world = world;
        this.lost = lost;
    }

    void begin() {
        long lastLease = 2 * world.settings().timing().leaseNanos()
                + world.settings().timing().marginNanos();
        world.time().in(lastLease, this::awaitLeader);
    }

    private void awaitLeader() {
        if (world.leader().isPresent() && world.nodes().stream().noneMatch(Replacement::holdsStill)) {
            replace();
        } else {
            world.time().in(LOOK_AGAIN, this::awaitLeader);
        }
    }

    private static boolean holdsStill(SimNode node) {
        return node.ballot().pause().holdNanos() > 0;
    }

    boolean isOver() {
        return over;
    }

    private void replace() {
        Membership before = lost.members();
        var name = new NodeId(lost.id().name() + "n");
        world.story().tell(lost.id(), "is replaced by " + name);
        List<SimNode> others = world.nodes();
        others.forEach(node -> node.configure(changed(before, node.id(), name)));
        SimNode fresh = world.join(changed(before, name, name));
        world.troubles().strike(name);
        world.time().in(world.dice().millis(0, 2000), () -> startUnlessUp(fresh));
        others.forEach(node -> world.time()
                .in(world.dice().millis(0, 2000), () -> world.chaos().crashAndRestart(node)));
        awaitRestarts(fresh);
    }

    /** Unless somebody did already, or it has lost its disk meanwhile and must never start again. */
    private void startUnlessUp(SimNode node) {
        if (!node.isUp() && world.nodes().contains(node)) {
            node.start();
        }
    }

    private Membership changed(Membership before, NodeId self, NodeId fresh) {
        return new Membership(self, withNew(before.candidates(), fresh), withNew(before.witnesses(), fresh));
    }

    private List<NodeId> withNew(List<NodeId> names, NodeId fresh) {
        return names.stream().map(name -> name.equals(lost.id()) ? fresh : name).toList();
    }

    private void awaitRestarts(SimNode fresh) {
        boolean everybodyKnows = world.nodes().stream()
                .allMatch(node -> node.isUp() && node.members().voters().contains(fresh.id()));
        if (everybodyKnows) {
            over = true;
            world.tally().count(Deed.REPLACEMENT);
        } else {
            world.time().in(LOOK_AGAIN, () -> awaitRestarts(fresh));
        }
    }
}
