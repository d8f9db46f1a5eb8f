package org.mfsha.agent.replica;

import java.net.InetSocketAddress;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Lineage.Relation;
import org.mfsha.core.history.Position;

/**
 * A leader and its history.
 *
 * @param leader who leads
 * @param master its metalogger port, on its own address
 * @param lineage its history, ending with its epoch
 */
record Following(NodeId leader, InetSocketAddress master, Lineage lineage) {
    /** Data that no leader of this cluster ever had may be anything, also an old copy: it is never continued. */
    Relation relationOf(Position position) {
        return position.epoch() == 0 ? new Relation.Unrelated() : lineage.relationOf(position);
    }

    long epoch() {
        return lineage.epoch();
    }

    /** The epoch that began where an earlier one ended; what the earlier one had beyond was lost with it. */
    long epochAfter(long earlier) {
        return lineage.records().stream()
                .filter(record -> record.epoch() > earlier && record.firstVersion() != EpochRecord.SAME_LOG)
                .mapToLong(EpochRecord::epoch)
                .findFirst()
                .orElse(lineage.epoch());
    }
}
