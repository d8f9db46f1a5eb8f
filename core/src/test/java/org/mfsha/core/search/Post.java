package org.mfsha.core.search;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What may become of messages. A request (Renew, Propose, Accept, Release) arrives at any moment of the unit of time in
 * which it was sent, in any order, or is lost, or is kept back and arrives at any later time, any number of times or
 * never. An answer arrives at once or is lost or is kept back.
 */
final class Post {
    private final Scenario scenario;
    private final Minds minds;
    private final Hosts hosts;
    private final Story story;
    private final Laws laws;

    Post(Scenario scenario, Minds minds, Hosts hosts, Story story) {
        this.scenario = scenario;
        this.minds = minds;
        this.hosts = hosts;
        this.story = story;
        this.laws = new Laws(minds);
    }

    void each(World world, Consumer<World> next) {
        for (int letter : world.fresh()) {
            arrives(world, letter, true, next);
            keeps(world, letter, next);
        }
        for (int letter : world.kept()) {
            arrives(world, letter, false, next);
        }
    }

    /**
     * A turn that is not over.
     *
     * @param works a bit for each link that works during this turn
     * @param fails a bit for each that does not; one without either was not used yet
     * @param told what was told of this turn
     */
    private record Open(World world, int works, int fails, List<String> told) {}

    /** Goes on with every world in which all that was just sent, and what it led to, has arrived, is lost or kept back. */
    void settle(World world, Consumer<World> next) {
        if (scenario.free() || world.fresh().length == 0) {
            next.accept(world);
            return;
        }
        var open = new ArrayDeque<Open>();
        open.add(new Open(world, 0, 0, story.taken()));
        for (Open turn = open.poll(); turn != null; turn = open.poll()) {
            if (turn.world().fresh().length == 0) {
                story.retell(turn.told());
                next.accept(turn.world());
            } else {
                settle(turn, open);
            }
        }
    }

    private void settle(Open turn, Queue<Open> open) {
        World world = turn.world();
        int letter = world.fresh()[0];
        int link = 1
                << (Scenario.NODES * minds.letter(letter).from()
                        + minds.letter(letter).to());
        if ((turn.fails() & link) == 0) {
            story.retell(turn.told());
            World taken = world.copy();
            taken.setFresh(World.without(taken.fresh(), letter));
            reads(taken, letter, after -> add(open, after, turn.works() | link, turn.fails()));
            story.retell(turn.told());
            keeps(world, letter, after -> add(open, after, turn.works() | link, turn.fails()));
        }
        boolean failed = (turn.fails() & link) != 0;
        if (failed || ((turn.works() & link) == 0 && mayFail(world))) {
            story.retell(turn.told());
            lost(world, letter, after -> {
                if (!failed && counts()) {
                    after.spend(Fault.LOSS);
                }
                add(open, after, turn.works(), turn.fails() | link);
            });
        }
    }

    private boolean counts() {
        return scenario.budgets().containsKey(Fault.LOSS);
    }

    private boolean mayFail(World world) {
        return !counts() || isLeft(world, Fault.LOSS);
    }

    private void add(Queue<Open> open, World world, int works, int fails) {
        laws.check(world);
        hosts.tidy(world);
        open.add(new Open(world, works, fails, story.taken()));
    }

    /** The addressee reads a letter, if it moves, or crashes over it. */
    private void reads(World world, int letter, Consumer<World> next) {
        int to = minds.letter(letter).to();
        if (!world.isAwake(to)) {
            next.accept(world);
            return;
        }
        List<String> before = story.taken();
        int event = minds.arrival(letter);
        story.retell(before);
        crashes(world, to, minds.on(to, world.get(World.MIND, to), event), event, next);
        story.retell(before);
        World read = world.copy();
        hosts.handle(read, to, event);
        next.accept(read);
    }

    private void lost(World world, int letter, Consumer<World> next) {
        story.tell(() -> "    Lost from " + Scenario.name(minds.letter(letter).from()) + " to "
                + Scenario.name(minds.letter(letter).to()) + ": "
                + Words.of(minds.letter(letter).message()));
        World after = world.copy();
        after.setFresh(World.without(after.fresh(), letter));
        next.accept(after);
    }

    private boolean isLeft(World world, Fault fault) {
        return world.spent(fault) < scenario.budget(fault);
    }

    private World begin(World world, Fault fault, Supplier<String> what) {
        story.tell(what);
        World next = world.copy();
        next.spend(fault);
        return next;
    }

    private void arrives(World world, int letter, boolean fresh, Consumer<World> next) {
        int to = minds.letter(letter).to();
        if (!world.isAwake(to)
                || minds.on(to, world.get(World.MIND, to), minds.arrival(letter))
                        .idle()) {
            return;
        }
        World taken = world.copy();
        if (fresh) {
            taken.setFresh(World.without(taken.fresh(), letter));
        }
        story.tell(() -> fresh ? "A message arrives." : "A late message arrives.");
        reads(taken, letter, scenario.free() ? after -> answered(after, next) : next);
    }

    /** Goes on with what becomes of the answer, if there is one. */
    private void answered(World world, Consumer<World> next) {
        int answer =
                Arrays.stream(world.fresh()).filter(minds::isAnswer).findFirst().orElse(0);
        if (answer == 0) {
            next.accept(world);
            return;
        }
        List<String> told = story.taken();
        if (world.isAwake(minds.letter(answer).to())) {
            story.retell(told);
            arrives(world, answer, true, next);
        }
        story.retell(told);
        keeps(world, answer, next);
        story.retell(told);
        lost(world, answer, next);
    }

    private void keeps(World world, int letter, Consumer<World> next) {
        if (!isLeft(world, Fault.LATE) || minds.isRehearsal(letter)) {
            return;
        }
        World after = begin(world, Fault.LATE, () -> {
            Letter late = minds.letter(letter);
            return "This message from " + Scenario.name(late.from()) + " to " + Scenario.name(late.to())
                    + " is kept back: " + Words.of(late.message());
        });
        after.setFresh(World.without(after.fresh(), letter));
        after.setKept(World.with(after.kept(), letter));
        next.accept(after);
    }

    /** A node crashes just before each of its writes. */
    void crashes(World world, int node, Outcome outcome, int event, Consumer<World> next) {
        for (int i = 0; i < outcome.effects().size() && isLeft(world, Fault.CRASH); i++) {
            if (outcome.writes(i)) {
                World crashed = begin(
                        world, Fault.CRASH, () -> Scenario.name(node) + " crashes before it writes what it decided:");
                hosts.handle(crashed, node, event, i);
                next.accept(crashed);
            }
        }
    }
}
