package org.mfsha.core.search;

import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Situations that a search worth its time has met. */
enum Sight {
    LEASE_OF_EPOCH_2,
    LEASE_OF_EPOCH_3,
    LEASE_OF_EPOCH_4,
    TWO_BIDDERS,
    TWO_BIDDERS_IN_EARNEST,
    WAIT_FOR_A_LEASE,
    LEASE_EXPIRED,
    TWO_LEADERS_ONE_SUSPENDED,
    RENUMBERED,
    RESTARTED,
    SERVICE_OUTLIVES_ITS_AGENT,
    PAUSED_BEYOND_ITS_LEASE,
    FETCHES,
    HANDED_BACK,
    CHANGE_IN_EPOCH_2,
    /** A leader serves though nobody renews its lease. */
    SERVES_ON_LEAVE,
    /** A voter holds still, and there is no leader that it would hold still for. */
    HOLDS_FOR_NOBODY,
    /** A voter holds still, and a later epoch has a leader. */
    LATER_LEADER_BESIDE_A_HOLD;

    boolean isIn(Minds minds, World world) {
        return switch (this) {
            case LEASE_OF_EPOCH_2 -> anybody(minds, world, facts -> facts.holdsLease() && facts.epoch() == 2);
            case LEASE_OF_EPOCH_3 -> anybody(minds, world, facts -> facts.holdsLease() && facts.epoch() == 3);
            case LEASE_OF_EPOCH_4 -> anybody(minds, world, facts -> facts.holdsLease() && facts.epoch() == 4);
            case TWO_BIDDERS -> everybody(minds, world, Facts::bids);
            case TWO_BIDDERS_IN_EARNEST -> everybody(minds, world, facts -> facts.bidEpoch() > 0);
            case WAIT_FOR_A_LEASE -> anybody(minds, world, Facts::waits);
            case LEASE_EXPIRED -> anybody(minds, world, Facts::suspended);
            case TWO_LEADERS_ONE_SUSPENDED ->
                everybody(minds, world, Facts::leads) && anybody(minds, world, Facts::holdsLease);
            case RENUMBERED -> anybody(minds, world, Facts::renumbered);
            case RESTARTED ->
                world.spent(Fault.CRASH) > 0
                        && IntStream.range(0, Scenario.NODES).allMatch(world::isUp);
            case SERVICE_OUTLIVES_ITS_AGENT -> candidates().anyMatch(node -> world.serves(node) && !world.isUp(node));
            case PAUSED_BEYOND_ITS_LEASE ->
                candidates()
                        .anyMatch(node ->
                                !world.isAwake(node) && !world.serves(node) && is(minds, world, node, Facts::leads));
            case FETCHES -> candidates().anyMatch(node -> world.get(World.FETCH, node) != 0);
            case HANDED_BACK -> anybody(minds, world, Facts::handedBack);
            case CHANGE_IN_EPOCH_2 -> Laws.isChanged(world, 2);
            case SERVES_ON_LEAVE -> anybody(minds, world, facts -> facts.paused() && facts.holdsLease());
            case HOLDS_FOR_NOBODY -> holds(minds, world) && !anybody(minds, world, Facts::leads);
            case LATER_LEADER_BESIDE_A_HOLD ->
                holds(minds, world) && anybody(minds, world, facts -> facts.holdsLease() && facts.epoch() > 1);
        };
    }

    private static boolean holds(Minds minds, World world) {
        return IntStream.range(0, Scenario.NODES).anyMatch(node -> is(minds, world, node, Facts::holds));
    }

    private static IntStream candidates() {
        return IntStream.range(0, Scenario.CANDIDATES);
    }

    private static boolean anybody(Minds minds, World world, Predicate<Facts> has) {
        return candidates().anyMatch(node -> is(minds, world, node, has));
    }

    private static boolean everybody(Minds minds, World world, Predicate<Facts> has) {
        return candidates().allMatch(node -> is(minds, world, node, has));
    }

    private static boolean is(Minds minds, World world, int node, Predicate<Facts> has) {
        return world.isUp(node) && has.test(minds.facts(node, world.get(World.MIND, node)));
    }
}
