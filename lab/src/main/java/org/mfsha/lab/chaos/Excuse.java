package org.mfsha.lab.chaos;

import java.util.Set;
import org.mfsha.lab.chaos.fault.Loss;
import org.mfsha.lab.load.Missing;

/**
 * Why something acknowledged may be gone after a round: a leader that nobody could reach any more acknowledged it just
 * before the fault or until its lease ended, somebody else took over, and nobody but the lost leader had it. All of it
 * must be true: the times, the takeover, and that the returning host names the loss.
 */
final class Excuse {
    private final Observation seen;
    private final Reign reign;

    Excuse(Observation seen) {
        this.seen = seen;
        this.reign = seen.reign();
    }

    /** Whether this loss is of that kind. */
    boolean covers(Missing lost) {
        return isOfAnEarlierLeader(lost)
                && seen.strikes().stream().anyMatch(strike -> couldCost(strike, lost) && isNamed(strike, lost));
    }

    private boolean isOfAnEarlierLeader(Missing lost) {
        return !reign.takeovers().isEmpty()
                && lost.acknowledgedNanos() - reign.lastListeningNanos() <= Bounds.ANSWER_NANOS;
    }

    private static boolean couldCost(Strike strike, Missing lost) {
        long from = strike.beganNanos() - Bounds.UNSENT_NANOS;
        long until = switch (strike.planned().kind().loss()) {
            case NOTHING -> from - 1;
            case LAST_MOMENT, UNRECORDED_LAST_MOMENT -> strike.struckNanos() + Bounds.LAST_LEASE_NANOS;
            case ANY_MOMENT -> strike.overNanos() + Bounds.LAST_LEASE_NANOS;
        };
        return lost.acknowledgedNanos() - from >= 0 && lost.acknowledgedNanos() - until <= 0;
    }

    private boolean isNamed(Strike strike, Missing lost) {
        Set<String> names = reign.lostNames();
        return strike.planned().kind().loss() == Loss.UNRECORDED_LAST_MOMENT
                || names.contains(lost.operation().path())
                || lost.operation().target().filter(names::contains).isPresent();
    }
}
