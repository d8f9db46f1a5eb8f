package org.mfsha.core.election;

import org.mfsha.core.election.Bid.TimedPromise;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message.LastGrant;

/** When no older lease can run any more. */
final class Fence {
    private Fence() {}

    /**
     * When every older lease is over. It is enough to wait for the grants of a majority: every majority that supported
     * an older lease shares a voter with it.
     */
    static long until(Turn turn, Bid bid) {
        return bid.promises().values().stream()
                .mapToLong(promise -> endOf(turn, promise))
                .sorted()
                .skip(turn.members.majority() - 1L)
                .findFirst()
                .orElseThrow();
    }

    private static long endOf(Turn turn, TimedPromise timed) {
        LastGrant grant = timed.promise().lastGrant();
        boolean ownLease = turn.state
                .leadership
                .map(Leadership::epoch)
                .filter(own -> own == grant.epoch())
                .isPresent();
        boolean handedBack = turn.state.isHandedBack(grant.epoch())
                || timed.promise().handback().map(Handback::epoch).orElse(0L) >= grant.epoch();
        if (ownLease || handedBack) {
            return turn.now;
        }
        return timed.receivedAt() - grant.ageNanos() + turn.timing.leaseNanos() + turn.timing.marginNanos();
    }
}
