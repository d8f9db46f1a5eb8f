package org.mfsha.agent.control.status;

import java.util.Optional;

/**
 * One member.
 *
 * @param kind {@code candidate} or {@code witness}
 * @param role leader, suspended, standby, preparing, witness, unreachable, starting or rebuilding
 * @param reachable whether it was heard within the detection time
 * @param hot whether it could take over within milliseconds
 * @param whyNotHot why it could not; empty for a hot node, the leader and a witness
 * @param epoch latest leadership it knows
 * @param position the last change it has
 * @param lagLines how many changes it is behind the leader
 * @param lastHeardMillis how long ago it was heard; empty for the answering node and for one never heard
 * @param clockSkewMillis by how much its wall clock is ahead of the answering node's, as far as known
 */
public record NodeStatus(
        String name,
        String kind,
        String role,
        boolean reachable,
        boolean hot,
        Optional<String> whyNotHot,
        long epoch,
        Optional<PositionStatus> position,
        Optional<Long> lagLines,
        Optional<Long> lastHeardMillis,
        Optional<Long> clockSkewMillis) {}
