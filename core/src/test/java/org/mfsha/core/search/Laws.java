package org.mfsha.core.search;

import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action.Ballot;

/** Notices broken promises. What must be remembered for that is part of the world. */
final class Laws {
    private static final int LEADER_BITS = 2;
    private static final int LEADER_MASK = 3;
    private static final int CHANGED = 16;

    private final Minds minds;

    Laws(Minds minds) {
        this.minds = minds;
    }

    static void broken(World world, Promised promise) {
        if (world.get(World.BROKEN) == 0) {
            world.set(World.BROKEN, promise.number());
        }
    }

    /** S2, S3 and L2, in a state. */
    void check(World world) {
        int leases = 0;
        int services = 0;
        boolean late = false;
        for (int node = 0; node < Scenario.CANDIDATES; node++) {
            leases += holdsLease(world, node) ? 1 : 0;
            services += world.serves(node) ? 1 : 0;
            late |= world.serves(node) && world.get(World.SERVICE, node) < latest(world);
        }
        if (paused(world)) {
            broken(world, Promised.L2);
        }
        if (leases > 1) {
            broken(world, Promised.S2);
        }
        if (services > 1 || late) {
            broken(world, Promised.S3);
        }
    }

    /** Whether a leader is suspended in spite of its pause. */
    private boolean paused(World world) {
        for (int node = 0; node < Scenario.CANDIDATES; node++) {
            if (world.isUp(node)) {
                Facts facts = minds.facts(node, world.get(World.MIND, node));
                if (facts.paused() && facts.suspended()) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean holdsLease(World world, int node) {
        return world.isUp(node)
                && minds.facts(node, world.get(World.MIND, node)).holdsLease();
    }

    /** A node is told to serve an epoch. */
    static void serves(World world, int node, Lineage lineage) {
        int shift = LEADER_BITS * ((int) lineage.epoch() - 1);
        int leader = (world.get(World.SERVED) >> shift) & LEADER_MASK;
        if (leader != 0 && leader != node + 1) {
            broken(world, Promised.ONE_LEADER_PER_EPOCH);
        }
        for (int epoch = 1; epoch < lineage.epoch(); epoch++) {
            if (isChanged(world, epoch) && !lineage.contains(epoch)) {
                broken(world, Promised.NO_EPOCH_DROPPED);
            }
        }
        world.set(World.SERVED, world.get(World.SERVED) | ((node + 1) << shift));
    }

    /** A change is made. */
    static void changed(World world, int epoch) {
        world.setBit(World.SERVED, CHANGED + epoch, true);
    }

    static boolean isChanged(World world, int epoch) {
        return world.bit(World.SERVED, CHANGED + epoch);
    }

    private static boolean served(World world, long epoch) {
        return ((world.get(World.SERVED) >> (LEADER_BITS * ((int) epoch - 1))) & LEADER_MASK) != 0;
    }

    private static int latest(World world) {
        int epochs = world.get(World.SERVED) & ((1 << CHANGED) - 1);
        return (Integer.SIZE - Integer.numberOfLeadingZeros(epochs) + 1) / LEADER_BITS;
    }

    /** S4, when a node writes an epoch of its own that begins a log. */
    static void commits(World world, int node, Data own, Votes votes, Ballot ballot) {
        Lineage lineage = ballot.accepted();
        boolean begins = lineage.last()
                .filter(record -> record.epoch() == ballot.promised()
                        && Scenario.node(record.leader()) == node
                        && record.firstVersion() != EpochRecord.SAME_LOG)
                .isPresent();
        boolean behind = votes.epoch() == ballot.promised()
                && votes.positions().values().stream()
                        .filter(position -> own.position().version() < position.version())
                        .anyMatch(position -> !isDecidedAgainst(world, position, lineage.withoutLast()));
        if (begins && behind) {
            broken(world, Promised.S4);
        }
    }

    /** Whether a later epoch served that began without these changes. */
    private static boolean isDecidedAgainst(World world, Position position, Lineage history) {
        return history.records().stream()
                .anyMatch(record -> record.epoch() > position.epoch()
                        && record.firstVersion() < position.version()
                        && served(world, record.epoch()));
    }
}
