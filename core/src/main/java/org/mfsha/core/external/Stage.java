package org.mfsha.core.external;

import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;

/** What a node is doing. Times on the node's own clock. */
sealed interface Stage {
    /** Nothing: it follows whoever leads. */
    record Idle() implements Stage {}

    /**
     * Told to promote. Way out: everything is fine at {@code settledAt} or later, or the deadline.
     *
     * @param epoch a number for the question, which binds nobody
     * @param fetching from whom changes are being fetched
     * @param failures fetches in vain, by peer
     */
    record Settling(
            long epoch,
            long settledAt,
            long deadline,
            long resendAt,
            Optional<NodeId> fetching,
            Map<NodeId, Integer> failures)
            implements Stage {
        public Settling {
            failures = Map.copyOf(failures);
        }
    }

    /**
     * Master, or about to be, or about to stop.
     *
     * @param entry its position when it was promoted
     * @param phase how far it is
     * @param leaseUntil when the dead-man's switch acts
     * @param phaseEnd when the phase is given up; {@link Long#MAX_VALUE} when it has no end
     * @param tellAt when the others are told again
     */
    record Leading(Lineage lineage, Position entry, LeaderStage phase, long leaseUntil, long phaseEnd, long tellAt)
            implements Stage {
        long epoch() {
            return lineage.epoch();
        }

        Leading in(LeaderStage next, long end) {
            return new Leading(lineage, entry, next, leaseUntil, end, tellAt);
        }

        Leading leased(long until) {
            return new Leading(lineage, entry, phase, until, phaseEnd, tellAt);
        }

        Leading tellingAt(long next) {
            return new Leading(lineage, entry, phase, leaseUntil, phaseEnd, next);
        }
    }
}
