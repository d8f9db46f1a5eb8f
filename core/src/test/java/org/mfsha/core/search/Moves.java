package org.mfsha.core.search;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;

/** Everything that may happen next in a world, in a fixed order. */
final class Moves {
    private static final int ALL = -1;

    private final Scenario scenario;
    private final Minds minds;
    private final Hosts hosts;
    private final Story story;
    private final Post post;

    Moves(Scenario scenario, Minds minds, Hosts hosts, Story story) {
        this.scenario = scenario;
        this.minds = minds;
        this.hosts = hosts;
        this.story = story;
        this.post = new Post(scenario, minds, hosts, story);
    }

    void each(World world, Consumer<World> consumer) {
        Consumer<World> next = after -> post.settle(after, consumer);
        post.each(world, next);
        for (int node = 0; node < Scenario.NODES; node++) {
            agent(world, node, next);
        }
        boolean waits = false;
        for (int node = 0; node < Scenario.NODES; node++) {
            waits |= wakes(world, node, next);
        }
        if (waits) {
            return;
        }
        for (int node = 0; node < Scenario.CANDIDATES; node++) {
            data(world, node, next);
            service(world, node, next);
            resume(world, node, next);
        }
        time(world, next);
    }

    private boolean isLeft(World world, Fault fault) {
        return world.spent(fault) < scenario.budget(fault);
    }

    private World begin(World world, Supplier<String> what) {
        story.tell(what);
        return world.copy();
    }

    private World begin(World world, Fault fault, Supplier<String> what) {
        World next = begin(world, what);
        next.spend(fault);
        return next;
    }

    // Agents

    private void agent(World world, int node, Consumer<World> next) {
        if (!world.isUp(node)) {
            World started = begin(world, () -> Scenario.name(node) + " starts again.");
            hosts.start(started, node);
            next.accept(started);
            return;
        }
        if (isLeft(world, Fault.CRASH)) {
            World crashed = begin(world, Fault.CRASH, () -> Scenario.name(node) + " crashes.");
            hosts.crash(crashed, node);
            next.accept(crashed);
        }
        if (!world.isAwake(node)) {
            World awake = begin(world, () -> Scenario.name(node) + " goes on.");
            awake.setBit(World.PAUSED, node, false);
            next.accept(awake);
            return;
        }
        if (isLeft(world, Fault.PAUSE)) {
            World paused = begin(world, Fault.PAUSE, () -> Scenario.name(node) + " stands still.");
            paused.setBit(World.PAUSED, node, true);
            next.accept(paused);
        }
    }

    /** Whether a node's clock must wake it before time goes on. */
    private boolean wakes(World world, int node, Consumer<World> next) {
        if (!world.bit(World.PAUSED, World.DUE + node) || !world.isAwake(node)) {
            return false;
        }
        World after = world.copy();
        after.setBit(World.PAUSED, World.DUE + node, false);
        Outcome outcome = minds.on(node, world.get(World.MIND, node), minds.tick());
        post.crashes(after, node, outcome, minds.tick(), next);
        story.tell(() -> "The clock of " + Scenario.name(node) + " wakes it.");
        hosts.handle(after, node, minds.tick());
        next.accept(after);
        return true;
    }

    // Data and service of the candidates

    private void data(World world, int node, Consumer<World> next) {
        if (!world.isAwake(node)) {
            return;
        }
        if (isNews(world, node)) {
            World told = begin(world, () -> Scenario.name(node) + " reads its data.");
            hosts.report(told, node);
            next.accept(told);
        }
        hosts.source(world, node)
                .filter(leader -> !hosts.data(world, leader).equals(hosts.data(world, node)))
                .ifPresent(leader -> {
                    World after = begin(
                            world,
                            () -> Scenario.name(node) + " receives all changes of " + Scenario.name(leader) + ".");
                    hosts.setData(after, node, hosts.data(world, leader));
                    hosts.report(after, node);
                    next.accept(after);
                });
        hosts.fetch(world, node).ifPresent(fetch -> next.accept(fetched(world, node, fetch)));
    }

    private boolean isNews(World world, int node) {
        int mind = world.get(World.MIND, node);
        var own = minds.mind(node, mind).self();
        var real = hosts.data(world, node).report(true);
        return minds.facts(node, mind).leads() ? !own.position().equals(real.position()) : !own.equals(real);
    }

    private World fetched(World world, int node, Action.FetchTail fetch) {
        int from = Scenario.node(fetch.from());
        boolean there = world.isAwake(from) && hosts.data(world, from).reaches(fetch.upTo());
        World after =
                begin(world, () -> Scenario.name(node) + (there ? " has fetched." : " cannot fetch.") + " " + fetch);
        after.set(World.FETCH, node, 0);
        if (!there) {
            hosts.handle(after, node, new Event.TailFailed(fetch.from(), "not there"));
            return after;
        }
        Data own = hosts.data(world, node);
        Data theirs = hosts.data(world, from);
        if (!own.isPrefixOf(theirs) && !theirs.isPrefixOf(own)) {
            Laws.broken(after, Promised.S7);
        }
        Data longer = own.upTo(fetch.upTo(), theirs);
        hosts.setData(after, node, longer);
        hosts.handle(after, node, new Event.TailFetched(longer.report(true)));
        return after;
    }

    private void service(World world, int node, Consumer<World> next) {
        if (!world.serves(node)) {
            return;
        }
        int epoch = world.get(World.SERVICE, node);
        boolean up = world.isUp(node);
        boolean listens = up && minds.facts(node, world.get(World.MIND, node)).serves();
        if (isLeft(world, Fault.CHANGE) && (up ? listens : scenario.budget(Fault.SWITCHOVER) == 0)) {
            World after =
                    begin(world, Fault.CHANGE, () -> "A client changes something at " + Scenario.name(node) + ".");
            hosts.setData(after, node, hosts.data(after, node).withChange(epoch));
            Laws.changed(after, epoch);
            hosts.report(after, node);
            next.accept(after);
        }
        if (isLeft(world, Fault.MASTER_LOST) && listens && world.isAwake(node)) {
            World after = begin(world, Fault.MASTER_LOST, () -> "mfsmaster ends on " + Scenario.name(node) + ".");
            after.set(World.GUARD, node, 0);
            hosts.handle(after, node, new Event.MasterLost(epoch, "ended"));
            next.accept(after);
        }
        if (isLeft(world, Fault.SWITCHOVER) && listens && world.isAwake(node)) {
            World after = begin(
                    world, Fault.SWITCHOVER, () -> "An administrator wants a leader other than " + Scenario.name(node));
            hosts.handle(after, node, new Event.SwitchoverRequested(Optional.empty()));
            next.accept(after);
        }
        if (isLeft(world, Fault.OPERATOR_PAUSE) && listens && world.isAwake(node)) {
            World after =
                    begin(world, Fault.OPERATOR_PAUSE, () -> "An administrator pauses " + Scenario.name(node) + ".");
            hosts.handle(after, node, new Event.PauseRequested(Scenario.LEAVE, ""));
            next.accept(after);
        }
    }

    /** A pause may be ended by its leader, also by one whose agent was restarted. */
    private void resume(World world, int node, Consumer<World> next) {
        if (isLeft(world, Fault.OPERATOR_RESUME)
                && world.isAwake(node)
                && minds.facts(node, world.get(World.MIND, node)).mayResume()) {
            World after = begin(
                    world,
                    Fault.OPERATOR_RESUME,
                    () -> "An administrator ends the pause at " + Scenario.name(node) + ".");
            hosts.handle(after, node, new Event.ResumeRequested());
            next.accept(after);
        }
    }

    // Time

    private void time(World world, Consumer<World> next) {
        passes(world, ALL, 1, next);
        for (int node = 0; node < Scenario.NODES && isLeft(world, Fault.SLIP); node++) {
            if (world.isUp(node) || world.serves(node)) {
                passes(world, node, 0, next);
                passes(world, node, 2, next);
            }
        }
    }

    /** A unit of time, on one node's clock none or two. What was under way and not kept back is lost. */
    private void passes(World world, int slipping, int units, Consumer<World> next) {
        String how = slipping == ALL
                ? "A unit of time passes."
                : "A unit of time passes, on the clock of " + Scenario.name(slipping) + " " + units + ".";
        World after = begin(world, () -> how);
        if (slipping != ALL) {
            after.spend(Fault.SLIP);
        }
        after.setFresh(new int[0]);
        for (int node = 0; node < Scenario.NODES; node++) {
            for (int i = 0; i < (node == slipping ? units : 1); i++) {
                grow(after, node);
            }
        }
        for (int node = 0; node < Scenario.NODES; node++) {
            after.setBit(World.PAUSED, World.DUE + node, world.isUp(node) && isDue(after, node));
        }
        next.accept(after);
    }

    private boolean isDue(World world, int node) {
        return minds.facts(node, world.get(World.MIND, node)).due();
    }

    private void grow(World world, int node) {
        if (world.isUp(node)) {
            world.set(World.MIND, node, minds.later(node, world.get(World.MIND, node)));
        }
        if (world.serves(node)) {
            int left = world.get(World.GUARD, node) - (int) Flaw.ONE_UNIT;
            world.set(World.GUARD, node, Math.max(0, left));
        }
    }
}
