package org.mfsha.core.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.mfsha.core.search.Search.Counterexample;

/** Takes a way through a scenario once more and tells it. */
final class Retold {
    private final Minds minds;
    private final Hosts hosts;
    private final Laws laws;
    private final Moves moves;
    private final Story story = new Story(true);
    private World world;

    Retold(Scenario scenario) {
        minds = new Minds(scenario);
        hosts = new Hosts(scenario, minds, story);
        laws = new Laws(minds);
        moves = new Moves(scenario, minds, hosts, story);
        world = Beginning.of(scenario, minds, hosts);
        story.taken();
    }

    /**
     * @param path which of the possible moves is made at each step
     */
    Counterexample along(Collection<Short> path) {
        var lines = new ArrayList<String>();
        for (short way : path) {
            lines.addAll(step(way));
        }
        return new Counterexample(Promised.of(world.get(World.BROKEN)), List.copyOf(lines));
    }

    private List<String> step(short way) {
        World from = world;
        var told = new ArrayList<String>();
        var count = new int[1];
        moves.each(from, next -> {
            List<String> lines = story.taken();
            if (count[0]++ == way) {
                world = next;
                told.addAll(lines);
            }
        });
        laws.check(world);
        hosts.tidy(world);
        return told;
    }
}
