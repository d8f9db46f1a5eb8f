package org.mfsha.core.search;

/** Where a search begins. */
final class Beginning {
    private static final int PATIENCE = 100;

    private Beginning() {}

    static World of(Scenario scenario, Minds minds, Hosts hosts) {
        World world = hosts.fresh();
        if (!scenario.fromNothing()) {
            hosts.report(world, 0);
            for (int unit = 0; !world.serves(0) && unit < PATIENCE; unit++) {
                passes(world, minds, hosts);
            }
            hosts.setData(world, 1, hosts.data(world, 0));
            hosts.report(world, 1);
        }
        return world;
    }

    /** A unit of time in which nothing goes wrong. */
    private static void passes(World world, Minds minds, Hosts hosts) {
        for (int node = 0; node < Scenario.NODES; node++) {
            world.set(World.MIND, node, minds.later(node, world.get(World.MIND, node)));
        }
        for (int node = 0; node < Scenario.NODES; node++) {
            hosts.handle(world, node, minds.tick());
            while (world.fresh().length > 0) {
                int letter = world.fresh()[0];
                world.setFresh(World.without(world.fresh(), letter));
                hosts.handle(world, minds.letter(letter).to(), minds.arrival(letter));
            }
        }
    }
}
