package org.mfsha.agent.replica;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.mfsha.agent.standby.Standby;
import org.mfsha.core.history.Position;

/** Whether a primed standby may serve, as far as it is not a matter of voting. Checked every second. Thread-safe. */
final class Readiness {
    /** So many checks in a row behind what the leader said before: too slow, or cut off from its changes. */
    private static final int LAG_CHECKS = 5;

    private final Supplier<Optional<Position>> leaderPosition;
    private final Supplier<Optional<String>> obstacle;
    private volatile boolean caughtUp;
    private volatile boolean stopped;
    private int lagChecks;

    /**
     * @param leaderPosition how far a leader that is heard says it is
     * @param obstacle what else keeps this node from serving, in words
     */
    Readiness(Supplier<Optional<Position>> leaderPosition, Supplier<Optional<String>> obstacle) {
        this.leaderPosition = leaderPosition;
        this.obstacle = obstacle;
    }

    /** There is a new leader to catch up with. */
    void begin() {
        caughtUp = false;
    }

    /**
     * Looks again.
     *
     * @return whether anything changed
     */
    boolean check(Standby standby) throws IOException {
        boolean before = isReady();
        stopped = standby.isStopped();
        leaderPosition.get().ifPresent(leader -> compare(standby.position(), leader));
        return before != isReady();
    }

    /** A standby that lags while its leader speaks is not ready; when the leader falls silent, what was last known holds. */
    private void compare(Position own, Position leader) {
        boolean behind = own.isBehind(leader);
        lagChecks = behind ? lagChecks + 1 : 0;
        caughtUp = caughtUp ? lagChecks < LAG_CHECKS : !behind;
    }

    /** Whether it may serve. */
    boolean isReady() {
        return whyNot().isEmpty();
    }

    /** Why it may not; empty when it may. */
    Optional<String> whyNot() {
        if (stopped) {
            return Optional.of("its mfsmaster is stopped (SIGSTOP): continue it with SIGCONT");
        }
        if (!caughtUp && leaderPosition.get().isPresent()) {
            // Whoever never caught up with a leader that lives must not replace it.
            return Optional.of("catching up with the leader");
        }
        return obstacle.get();
    }
}
