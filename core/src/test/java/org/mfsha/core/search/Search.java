package org.mfsha.core.search;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Visits every state that a scenario can reach, breadth first: the first broken promise found is a shortest one. */
final class Search {
    private final Scenario scenario;
    private final Minds minds;
    private final Hosts hosts;
    private final Laws laws;
    private final Moves moves;
    private final Seen seen = new Seen();
    private final Queue<World> frontier = new ArrayDeque<>();
    private final Map<Sight, Long> sights = new EnumMap<>(Sight.class);
    private int[] parents = new int[1 << 16];
    private short[] ways = new short[1 << 16];
    private Optional<Integer> broken = Optional.empty();
    private int parent;
    private short way;
    private long steps;
    private long beyond;

    /**
     * What a search found.
     *
     * @param states different states visited
     * @param complete whether there are no more; otherwise the search ended at its limit or at a broken promise
     * @param steps from state to state
     * @param depth steps to the farthest state
     * @param beyond steps not followed, because somebody bids for a higher epoch than the scenario has
     * @param sights how many states of each kind were met
     * @param broken the story of a shortest broken promise
     */
    record Result(
            long states,
            boolean complete,
            long steps,
            int depth,
            long beyond,
            long millis,
            String asked,
            Map<Sight, Long> sights,
            Optional<Counterexample> broken) {
        @Override
        public String toString() {
            return "%,d states%s, %,d steps, depth %d, %.1f steps per state, %,d steps into epochs beyond; %.1f s, %,d states/s; %s%n  %s"
                    .formatted(
                            states,
                            complete ? ", all" : ", not all",
                            steps,
                            depth,
                            (double) steps / states,
                            beyond,
                            millis / 1000.0,
                            states * 1000 / Math.max(1, millis),
                            asked,
                            sights);
        }
    }

    /** How a promise is broken. */
    record Counterexample(Promised promise, List<String> story) {}

    Search(Scenario scenario) {
        var silence = new Story(false);
        this.scenario = scenario;
        this.minds = new Minds(scenario);
        this.hosts = new Hosts(scenario, minds, silence);
        this.laws = new Laws(minds);
        this.moves = new Moves(scenario, minds, hosts, silence);
    }

    /** Visits everything, or as many states as are allowed. */
    Result run(long limit) {
        long start = System.nanoTime();
        visit(Beginning.of(scenario, minds, hosts));
        int depth = 0;
        int levelEnds = 1;
        for (int number = 0; !frontier.isEmpty() && broken.isEmpty() && seen.size() < limit; number++) {
            if (number == levelEnds) {
                depth++;
                levelEnds = (int) seen.size();
            }
            parent = number;
            way = 0;
            moves.each(frontier.remove(), this::visit);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Result(
                seen.size(),
                frontier.isEmpty(),
                steps,
                depth,
                beyond,
                millis,
                minds.size(),
                sights,
                broken.map(this::counterexample));
    }

    private void visit(World world) {
        short taken = way++;
        steps++;
        if (isBeyond(world)) {
            beyond++;
            return;
        }
        laws.check(world);
        hosts.tidy(world);
        if (!seen.add(world.content())) {
            return;
        }
        int number = (int) seen.size() - 1;
        if (number >= parents.length) {
            parents = Arrays.copyOf(parents, number * 2);
            ways = Arrays.copyOf(ways, number * 2);
        }
        parents[number] = parent;
        ways[number] = taken;
        for (Sight sight : Sight.values()) {
            if (sight.isIn(minds, world)) {
                sights.merge(sight, 1L, Long::sum);
            }
        }
        if (world.get(World.BROKEN) != 0 && broken.isEmpty()) {
            broken = Optional.of(number);
        }
        frontier.add(world);
    }

    private boolean isBeyond(World world) {
        for (int node = 0; node < Scenario.NODES; node++) {
            if (world.isUp(node)
                    && minds.facts(node, world.get(World.MIND, node)).highestEpoch() > scenario.epochs()) {
                return true;
            }
        }
        return false;
    }

    private Counterexample counterexample(int number) {
        var path = new ArrayDeque<Short>();
        for (int at = number; at != 0; at = parents[at]) {
            path.push(ways[at]);
        }
        return new Retold(scenario).along(path);
    }
}
