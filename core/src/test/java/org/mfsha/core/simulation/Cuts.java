package org.mfsha.core.simulation;

import java.util.ArrayList;

/** Faults of the network that end by themselves. */
final class Cuts {
    private final Simulation world;
    private final Dice dice;

    Cuts(Simulation world) {
        this.world = world;
        this.dice = world.dice();
    }

    boolean cut(SimNode one, SimNode other, boolean both) {
        if (one == other) {
            return false;
        }
        world.story().tell(one.id(), "cut off from " + other.id() + (both ? " both ways" : " one way"));
        world.troubles().begin(one.id());
        world.troubles().begin(other.id());
        world.network().cut(one.id(), other.id());
        if (both) {
            world.network().cut(other.id(), one.id());
        }
        world.time().in(dice.millis(50, 4000), () -> {
            world.network().mend(one.id(), other.id());
            world.network().mend(other.id(), one.id());
            world.story().tell(one.id(), "connected with " + other.id());
            world.troubles().end(one.id());
            world.troubles().end(other.id());
        });
        return true;
    }

    boolean isolate(SimNode node) {
        var others = new ArrayList<>(world.nodes());
        others.remove(node);
        others.forEach(other -> cut(node, other, true));
        return true;
    }

    /** Something concerns every message for a while. */
    void phase(Runnable begin, Runnable end) {
        var concerned = world.nodes().stream().map(SimNode::id).toList();
        concerned.forEach(world.troubles()::begin);
        begin.run();
        world.time().in(dice.millis(100, 3000), () -> {
            end.run();
            concerned.forEach(world.troubles()::end);
        });
    }
}
