package org.mfsha.agent.replica;

import java.time.Duration;
import java.util.Optional;
import org.mfsha.linux.BootClock;

/**
 * A node whose mfsmaster did not start in a takeover lets others go first, and longer each time: what kept it from
 * starting (a port in use, a full disk) is probably still there, and while it tries again nobody serves. Thread-safe.
 */
final class Probation {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Duration next = SHORTEST;
    private Optional<Term> term = Optional.empty();

    private record Term(long untilNanos, String why) {}

    /**
     * A takeover failed.
     *
     * @return for how long this node must not be elected
     */
    synchronized Duration failed(String why) {
        Duration length = next;
        next = length.multipliedBy(2).compareTo(LONGEST) < 0 ? length.multipliedBy(2) : LONGEST;
        term = Optional.of(new Term(BootClock.nanos() + length.toNanos(), why));
        return length;
    }

    /** A takeover succeeded. */
    synchronized void passed() {
        next = SHORTEST;
        term = Optional.empty();
    }

    /** Why this node must not be elected now; empty when it may. */
    synchronized Optional<String> obstacle() {
        return term.filter(running -> BootClock.nanos() - running.untilNanos() < 0)
                .map(running -> "it could not serve, others go first for a while: " + running.why());
    }
}
