package org.mfsha.agent.replica;

import org.mfsha.agent.takeover.Phases;
import org.mfsha.core.history.Lineage;

/**
 * What a takeover begins with.
 *
 * @param lineage ends with the epoch to serve in
 * @param leaseUntilNanos until when this node may serve, on the boot clock
 * @param previousLeader from whom it takes over; empty at the first start
 * @param startedAtMillis when it began to bid, wall clock, milliseconds since 1970
 * @param phases the steps of the election, already timed
 */
public record TakeoverStart(
        Lineage lineage, long leaseUntilNanos, String previousLeader, long startedAtMillis, Phases phases) {}
