package org.mfsha.core.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;

/** Epochs whose number was put on data: only they make older data of the same versions a thing of the past. */
final class BegunEpochs {
    private final Set<Long> begun = new HashSet<>();

    void add(long epoch) {
        begun.add(epoch);
    }

    void remove(long epoch) {
        begun.remove(epoch);
    }

    /**
     * Whether a history goes on without changes before this position. An epoch is history when it began, or a later one of
     * the same lineage did: a leader may take a new number first.
     */
    boolean decidedAgainst(Position position, Lineage lineage) {
        List<EpochRecord> records = lineage.records();
        long latestBegun = records.stream()
                .mapToLong(EpochRecord::epoch)
                .filter(begun::contains)
                .max()
                .orElse(0);
        return records.stream()
                .anyMatch(record -> record.epoch() > position.epoch()
                        && record.firstVersion() < position.version()
                        && record.epoch() <= latestBegun);
    }
}
