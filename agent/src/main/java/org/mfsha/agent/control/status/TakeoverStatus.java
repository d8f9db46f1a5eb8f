package org.mfsha.agent.control.status;

import java.util.List;
import java.util.Optional;

/**
 * One change of leadership.
 *
 * @param epoch its number
 * @param leader who took over
 * @param previousLeader from whom
 * @param reason why, in words
 * @param startedAt ISO 8601, wall clock of the new leader
 * @param listeningAt ISO 8601; empty if mfsmaster never listened
 * @param phases what was done, in order
 * @param lost changes that the old leader had made and the new one does not have, by name; the first ones if there are
 *     many
 * @param lostCount how many there are
 */
public record TakeoverStatus(
        long epoch,
        String leader,
        Optional<String> previousLeader,
        String reason,
        String startedAt,
        Optional<String> listeningAt,
        List<Phase> phases,
        List<String> lost,
        long lostCount) {
    public TakeoverStatus {
        phases = List.copyOf(phases);
        lost = List.copyOf(lost);
    }

    /** With all that was lost by name. */
    public TakeoverStatus(
            long epoch,
            String leader,
            Optional<String> previousLeader,
            String reason,
            String startedAt,
            Optional<String> listeningAt,
            List<Phase> phases,
            List<String> lost) {
        this(epoch, leader, previousLeader, reason, startedAt, listeningAt, phases, lost, lost.size());
    }

    /**
     * One step of a takeover.
     *
     * @param micros how long it took
     */
    public record Phase(String name, long micros) {}
}
