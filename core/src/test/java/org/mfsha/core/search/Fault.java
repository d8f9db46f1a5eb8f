package org.mfsha.core.search;

/** What may go wrong, or happen at any time, a few times each. */
enum Fault {
    /** On one link everything is lost during one node's turn. As often as it likes, if there is no budget. */
    LOSS(7),
    /** A message is kept back: it may arrive at any later time, any number of times, or never. */
    LATE(0),
    /** An agent ends, between two events or before it writes; its mfsmaster serves on until the guard's deadline. */
    CRASH(1),
    /** An agent stands still for a while; its mfsmaster serves on until the guard's deadline. */
    PAUSE(2),
    /** One clock stands still, or goes twice as fast, for one unit of time. */
    SLIP(3),
    /** A client changes something. */
    CHANGE(4),
    /** The mfsmaster ends while its agent lives. */
    MASTER_LOST(5),
    /** An administrator asks for another leader. */
    SWITCHOVER(6),
    /** An administrator pauses the cluster, for {@code Scenario.LEAVE}. */
    OPERATOR_PAUSE(8),
    /** An administrator ends the pause at a node that may end it. */
    OPERATOR_RESUME(9);

    private final int place;

    Fault(int place) {
        this.place = place;
    }

    /** Where a world counts it. */
    int place() {
        return place;
    }
}
