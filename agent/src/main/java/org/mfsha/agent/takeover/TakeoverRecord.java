package org.mfsha.agent.takeover;

import java.util.List;

/**
 * One takeover, for the history.
 *
 * @param epoch of the new leader
 * @param leader who took over
 * @param previousLeader from whom; empty at the first start
 * @param reason why, in the core's words
 * @param startedAt wall clock, milliseconds since 1970, when this node began to bid
 * @param listeningAt when mfsmaster listened
 * @param phases steps in order
 * @param lost changes of the previous leader that nobody has any more, by name; the first ones if there are many
 * @param lostCount how many there are
 */
public record TakeoverRecord(
        long epoch,
        String leader,
        String previousLeader,
        String reason,
        long startedAt,
        long listeningAt,
        List<Phases.Phase> phases,
        List<String> lost,
        long lostCount) {
    public TakeoverRecord {
        phases = List.copyOf(phases);
        lost = List.copyOf(lost);
        if (lostCount < lost.size()) {
            throw new IllegalArgumentException(lost.size() + " changes are named, but only " + lostCount + " are lost");
        }
    }

    /** With all that was lost by name. */
    public TakeoverRecord(
            long epoch,
            String leader,
            String previousLeader,
            String reason,
            long startedAt,
            long listeningAt,
            List<Phases.Phase> phases,
            List<String> lost) {
        this(epoch, leader, previousLeader, reason, startedAt, listeningAt, phases, lost, lost.size());
    }
}
