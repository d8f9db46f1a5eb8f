package org.mfsha.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Event.PauseRequested;
import org.mfsha.core.protocol.Event.ResumeRequested;
import org.mfsha.core.protocol.Event.SwitchoverRequested;

/** Commands at any moment, wise or not, and what is done about a lost disk. */
final class Administrator {
    /** The longest pause that is asked for. */
    static final int LONGEST_PAUSE_MILLIS = 6_000;

    private final Simulation world;
    private final Dice dice;
    private Optional<Replacement> replacement = Optional.empty();
    private boolean everPaused;

    Administrator(Simulation world) {
        this.world = world;
        this.dice = world.dice();
    }

    boolean isReplacing() {
        return replacement.filter(current -> !current.isOver()).isPresent();
    }

    /** Asks the leader to hand over. */
    boolean switchover() {
        Optional<SimNode> leader = world.listening();
        leader.ifPresent(node -> node.deliver(new SwitchoverRequested(
                dice.chance(0.5)
                        ? Optional.empty()
                        : Optional.of(dice.oneOf(world.nodes()).id()))));
        return leader.isPresent();
    }

    /** Wants nothing to happen for a while. */
    boolean pause() {
        Optional<SimNode> leader = world.listening();
        long nanos = dice.chance(0.5) ? dice.millis(50, 1_500) : dice.millis(1_000, LONGEST_PAUSE_MILLIS);
        leader.ifPresent(node -> ask(node, new PauseRequested(nanos, "as drawn")));
        return leader.isPresent();
    }

    /** Ends a pause where it can be ended, or asks anybody to. */
    boolean resume() {
        SimNode anybody = dice.oneOf(world.nodes());
        SimNode asked = dice.chance(0.2) ? anybody : pausedLeader().orElse(anybody);
        ask(asked, new ResumeRequested());
        return asked.isUp();
    }

    private Optional<SimNode> pausedLeader() {
        return world.nodes().stream()
                .flatMap(node -> node.view().flatMap(view -> view.pause()).stream())
                .map(PauseView::leader)
                .map(world::node)
                .findFirst();
    }

    private void ask(SimNode node, Event command) {
        if (command instanceof PauseRequested && isReplacing()) {
            return; // A node that holds still would refuse to start with another list of voters.
        }
        everPaused |= command instanceof PauseRequested;
        world.story().tell(node.id(), "is asked: " + command);
        node.deliver(command);
    }

    /** Whether anybody was ever asked to pause. */
    boolean everPaused() {
        return everPaused;
    }

    /** Asks anybody for anything: a witness, itself, a node that is away, a node that nobody knows. */
    boolean oddCommand() {
        SimNode asked = dice.oneOf(world.nodes());
        if (world.occurs(Settings.Fault.OPERATOR_PAUSE) && dice.chance(0.5)) {
            long tooLong = 2 * org.mfsha.core.protocol.Pause.LONGEST_NANOS;
            ask(asked, new PauseRequested(dice.chance(0.5) ? tooLong : dice.millis(1, 500), "odd"));
            return asked.isUp();
        }
        List<NodeId> targets =
                new ArrayList<>(world.everybody().stream().map(SimNode::id).toList());
        targets.add(new NodeId("stranger"));
        targets.add(asked.id());
        asked.deliver(new SwitchoverRequested(Optional.of(dice.oneOf(targets))));
        return asked.isUp();
    }

    /** A host loses its disk. Its node is replaced as the rule says, or, where that is tampered with, comes back without its ballot. */
    boolean loseDisk(SimNode node) {
        if (world.tampering().wipedDiskKeepsItsName()) {
            world.chaos().crashHost(node);
            node.forgetBallot();
            world.chaos().restart(node, dice.millis(1, 30));
            return true;
        }
        if (!world.canSpare(node)) {
            return false;
        }
        world.chaos().crashHost(node);
        node.wipe();
        world.retire(node);
        replacement = Optional.of(new Replacement(world, node));
        replacement.get().begin();
        return true;
    }
}
