package org.mfsha.agent.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/**
 * One history, from its oldest epoch known to its last one. Pieces of other histories are never taken for it: of an epoch
 * only the changes count that its successor went on from. Immutable.
 *
 * @param metadataId MooseFS's identity of the metadata
 * @param lineage its epochs, as many as are known
 */
public record Branch(long metadataId, Lineage lineage) {
    /**
     * A lineage, continued backwards: each piece knows only the latest epochs before it.
     *
     * @param known of everything there is
     */
    public static Branch of(Provenance tip, Collection<Provenance> known) {
        List<EpochRecord> records = new ArrayList<>(tip.lineage().records());
        Optional<Lineage> older = older(tip.metadataId(), records, known);
        while (older.isPresent()) {
            long oldest = records.getFirst().epoch();
            records.addAll(
                    0,
                    older.get().records().stream()
                            .filter(record -> record.epoch() < oldest)
                            .toList());
            older = older(tip.metadataId(), records, known);
        }
        return new Branch(tip.metadataId(), new Lineage(records));
    }

    private static Optional<Lineage> older(long metadataId, List<EpochRecord> records, Collection<Provenance> known) {
        if (records.isEmpty()) {
            return Optional.empty();
        }
        long oldest = records.getFirst().epoch();
        return known.stream()
                .filter(each -> each.metadataId() == metadataId)
                .map(Provenance::lineage)
                .filter(lineage ->
                        lineage.contains(oldest) && lineage.records().getFirst().epoch() < oldest)
                .min(Comparator.comparingLong(
                        lineage -> lineage.records().getFirst().epoch()));
    }

    /** The epoch it ends with. */
    public long epoch() {
        return lineage.epoch();
    }

    /** Whether a base is a state of this history. */
    public boolean has(Piece.Base base) {
        return knows(base.provenance())
                && base.version() <= endOf(base.provenance().epoch());
    }

    /** The version after the last change of some that belongs to this history; their first version when none does. */
    public long endIn(Piece.Changes changes) {
        return knows(changes.provenance())
                ? Math.clamp(endOf(changes.provenance().epoch()), changes.first(), changes.next())
                : changes.first();
    }

    private boolean knows(Provenance provenance) {
        return provenance.metadataId() == metadataId && lineage.contains(provenance.epoch());
    }

    /** Where the log of an epoch ends: the first version of its first successor that began a log of its own. */
    private long endOf(long epoch) {
        return lineage.records().stream()
                .filter(record -> record.epoch() > epoch)
                .mapToLong(EpochRecord::firstVersion)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
