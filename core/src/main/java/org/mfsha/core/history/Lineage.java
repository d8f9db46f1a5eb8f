package org.mfsha.core.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Epochs that continue each other, oldest first. Immutable. Only the latest {@value #LIMIT} are kept: a node that slept
 * through more starts from a new base.
 *
 * @param records strictly increasing epochs
 */
public record Lineage(List<EpochRecord> records) {
    private static final int LIMIT = 16;

    /** Lineage of data that no leader of this cluster ever had. */
    public static final Lineage EMPTY = new Lineage(List.of());

    /** What a leader's lineage says of somebody's position. */
    public sealed interface Relation {
        /** The data is a prefix of the leader's: go on from there. */
        record Prefix() implements Relation {}

        /**
         * The data is a prefix up to a version; what follows never became part of the leader's history.
         *
         * @param version first version that differs
         */
        record DivergesAt(long version) implements Relation {}

        /** Nothing can be said: start from a new base. */
        record Unrelated() implements Relation {}
    }

    public Lineage {
        records = List.copyOf(records);
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i).epoch() <= records.get(i - 1).epoch()) {
                throw new IllegalArgumentException("epochs do not increase: " + records);
            }
        }
    }

    /** The latest record, if any. */
    public Optional<EpochRecord> last() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.getLast());
    }

    /** The latest epoch, 0 when empty. */
    public long epoch() {
        return last().map(EpochRecord::epoch).orElse(0L);
    }

    /** This lineage with one more epoch; the oldest is forgotten beyond the limit. */
    public Lineage followedBy(EpochRecord next) {
        var longer = new ArrayList<>(records);
        longer.add(next);
        int from = Math.max(0, longer.size() - LIMIT);
        return new Lineage(longer.subList(from, longer.size()));
    }

    /** This lineage without its latest epoch; {@link #EMPTY} when there is none. */
    public Lineage withoutLast() {
        return records.isEmpty() ? EMPTY : new Lineage(records.subList(0, records.size() - 1));
    }

    /** This lineage before the log of its latest epoch was begun: without that epoch, and without those it renumbers. */
    public Lineage beforeLatestLog() {
        Lineage shorter = this;
        while (shorter.last()
                .filter(record -> record.firstVersion() == EpochRecord.SAME_LOG)
                .isPresent()) {
            shorter = shorter.withoutLast();
        }
        return shorter.withoutLast();
    }

    /** Whether there was nothing before its latest log; not known of one so long that its beginning may be forgotten. */
    public boolean isFirstLog() {
        return !records.isEmpty()
                && records.size() < LIMIT
                && beforeLatestLog().records().isEmpty();
    }

    /** How data at a position relates to the history of a leader with this lineage. */
    public Relation relationOf(Position position) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).epoch() == position.epoch()) {
                long end = endOf(i);
                return position.version() <= end ? new Relation.Prefix() : new Relation.DivergesAt(end);
            }
        }
        return new Relation.Unrelated();
    }

    /** The lineage up to and including an epoch; empty when the epoch is not part of it. */
    public Lineage upTo(long epoch) {
        boolean known = records.stream().anyMatch(record -> record.epoch() == epoch);
        return known
                ? new Lineage(records.stream()
                        .filter(record -> record.epoch() <= epoch)
                        .toList())
                : EMPTY;
    }

    /** Whether an epoch belongs to this history. */
    public boolean contains(long epoch) {
        return records.stream().anyMatch(record -> record.epoch() == epoch);
    }

    /**
     * Version at which the log that an epoch wrote was begun, by that epoch or by the one it renumbered; 0 when that is
     * forgotten.
     */
    public long firstVersionOf(long epoch) {
        return records.stream()
                .filter(record -> record.epoch() <= epoch && record.firstVersion() != EpochRecord.SAME_LOG)
                .reduce((_, later) -> later)
                .map(EpochRecord::firstVersion)
                .orElse(0L);
    }

    /**
     * The same position under the latest number of its log: a leader that was only renumbered still writes the log its
     * followers have.
     */
    public Position normalise(Position position) {
        long epoch = position.epoch();
        for (int i = 0; i + 1 < records.size(); i++) {
            if (records.get(i).epoch() == epoch && records.get(i + 1).firstVersion() == EpochRecord.SAME_LOG) {
                epoch = records.get(i + 1).epoch();
            }
        }
        return new Position(epoch, position.version());
    }

    /** Where the epoch at an index ends: the first version of its first successor that began a log of its own. */
    private long endOf(int index) {
        return records.stream()
                .skip(index + 1L)
                .mapToLong(EpochRecord::firstVersion)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
