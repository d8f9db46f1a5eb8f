package org.mfsha.agent.archive;

import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/**
 * Which history something belongs to: it was made in the last epoch of a lineage.
 *
 * <p>A change is named by its version and the epoch whose leader began the log it stands in; a leader that was merely
 * renumbered goes on with the same log. So the same name always means the same change, on whichever candidate it was
 * archived.
 *
 * @param metadataId MooseFS's identity of the metadata
 * @param lineage ends with the epoch
 */
public record Provenance(long metadataId, Lineage lineage) {
    /** The epoch. */
    public long epoch() {
        return lineage.epoch();
    }

    /**
     * Where a change belongs. What is older than the oldest epoch known belongs to the history of that one.
     *
     * @param lineage of the file that the change is in
     */
    public static Provenance of(long metadataId, Lineage lineage, long version) {
        EpochRecord maker = lineage.records().reversed().stream()
                .filter(record -> record.firstVersion() != EpochRecord.SAME_LOG && record.firstVersion() <= version)
                .findFirst()
                .orElseGet(() -> lineage.records().getFirst());
        return new Provenance(metadataId, lineage.upTo(maker.epoch()));
    }

    /** The first version after one that may belong elsewhere, at most a limit. */
    public static long boundaryAfter(Lineage lineage, long version, long limit) {
        return lineage.records().stream()
                .mapToLong(EpochRecord::firstVersion)
                .filter(first -> first > version)
                .reduce(limit, Math::min);
    }
}
