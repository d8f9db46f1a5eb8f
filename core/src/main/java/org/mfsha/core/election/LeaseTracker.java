package org.mfsha.core.election;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;

/**
 * Which voter granted which request, and hence how long a lease runs. Immutable.
 *
 * @param sentAt when each recent round was sent, on the leader's clock
 * @param granted for each voter the sending time of the latest round it granted
 */
record LeaseTracker(Map<Long, Long> sentAt, Map<NodeId, Long> granted) {
    private static final int REMEMBERED_ROUNDS = 64;

    static final LeaseTracker EMPTY = new LeaseTracker(Map.of(), Map.of());

    LeaseTracker {
        sentAt = Map.copyOf(sentAt);
        granted = Map.copyOf(granted);
    }

    /** A round is being sent; answers to rounds long past are not counted any more. */
    LeaseTracker sent(long round, long now) {
        var rounds = new HashMap<>(sentAt);
        rounds.put(round, now);
        rounds.keySet().removeIf(old -> old <= round - REMEMBERED_ROUNDS);
        return new LeaseTracker(rounds, granted);
    }

    /** A voter granted a round; a late or doubled answer changes nothing. */
    LeaseTracker granted(NodeId voter, long round) {
        Optional<Long> sent = Optional.ofNullable(sentAt.get(round));
        if (sent.isEmpty()) {
            return this;
        }
        var more = new HashMap<>(granted);
        more.merge(voter, sent.get(), Math::max);
        return new LeaseTracker(sentAt, more);
    }

    /** Number of voters that granted anything. */
    int voters() {
        return granted.size();
    }

    /** Until when the lease runs; empty while no majority granted. */
    Optional<Long> until(int majority, long leaseNanos) {
        return granted.values().stream()
                .sorted(Comparator.reverseOrder())
                .skip(majority - 1L)
                .findFirst()
                .map(oldest -> oldest + leaseNanos);
    }
}
