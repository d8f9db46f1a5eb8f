package org.mfsha.agent.archive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What there is to restore from, and what it leads to. Knows no files. Immutable. */
public final class Catalogue {
    private final List<Piece.Base> bases;
    private final List<Piece.Changes> changes;
    private final List<Provenance> provenances;

    /** @param pieces in any order; of two that do as well the first is taken */
    public Catalogue(Collection<? extends Piece> pieces) {
        List<Piece.Base> wholes = new ArrayList<>();
        List<Piece.Changes> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Base base -> wholes.add(base);
                case Piece.Changes some -> parts.add(some);
            }
        }
        wholes.sort(Comparator.comparingLong(Piece.Base::version));
        this.bases = List.copyOf(wholes);
        this.changes = List.copyOf(parts);
        this.provenances = pieces.stream().map(Piece::provenance).distinct().toList();
    }

    /** Everything. */
    public List<Piece> pieces() {
        return Stream.<Piece>concat(bases.stream(), changes.stream()).toList();
    }

    /** The same with more. */
    public Catalogue plus(Collection<? extends Piece> more) {
        return new Catalogue(Stream.concat(pieces().stream(), more.stream()).toList());
    }

    /** The same without some. */
    public Catalogue without(Predicate<Piece> unwanted) {
        return new Catalogue(pieces().stream().filter(unwanted.negate()).toList());
    }

    /**
     * The history of the latest epoch. Where there are several installations' metadata, of the one that was worked on
     * last.
     */
    public Optional<Branch> newest() {
        return installation()
                .flatMap(id -> provenances.stream()
                        .filter(each -> each.metadataId() == id)
                        .max(Comparator.comparingLong(Provenance::epoch))
                        .map(tip -> Branch.of(tip, provenances)));
    }

    private Optional<Long> installation() {
        return Stream.concat(
                        bases.stream().map(base -> new Seen(base.provenance().metadataId(), base.takenSeconds())),
                        changes.stream().map(some -> new Seen(some.provenance().metadataId(), some.latestSeconds())))
                .max(Comparator.comparingLong(Seen::seconds))
                .map(Seen::metadataId);
    }

    private record Seen(long metadataId, long seconds) {}

    /** The history that ends with an epoch, its own changes all included; empty when it is not known. */
    public Optional<Branch> ending(long epoch) {
        return installation()
                .flatMap(id -> provenances.stream()
                        .filter(each ->
                                each.metadataId() == id && each.lineage().contains(epoch))
                        .findFirst()
                        .map(each -> Branch.of(new Provenance(id, each.lineage().upTo(epoch)), provenances)));
    }

    /** A lineage, as far back as it can be told. */
    public Branch branch(Provenance tip) {
        return Branch.of(tip, provenances);
    }

    /** Every epoch that left something here and is not in a history, or has changes beyond it: newest last. */
    public List<Branch> besides(Branch branch) {
        return changes.stream()
                .filter(some -> branch.endIn(some) < some.next())
                .map(Piece::provenance)
                .distinct()
                .sorted(Comparator.comparingLong(Provenance::epoch))
                .map(tip -> Branch.of(tip, provenances))
                .toList();
    }

    /** Bases of a history, oldest first. */
    public List<Piece.Base> bases(Branch branch) {
        return bases.stream().filter(branch::has).toList();
    }

    /** What each base of a history leads to, oldest first. */
    public List<Range> ranges(Branch branch) {
        List<Range> ranges = new ArrayList<>();
        for (Piece.Base base : bases(branch)) {
            // Where the one before comes by, both go on together.
            long last = ranges.isEmpty() || ranges.getLast().last() < base.version()
                    ? reach(branch, base.version())
                    : ranges.getLast().last();
            ranges.add(new Range(base, last));
        }
        return ranges;
    }

    /** Whether a version of a history can be restored. */
    public boolean restores(Branch branch, long version) {
        return ranges(branch).stream().anyMatch(range -> range.reaches(version));
    }

    /** How far the changes of a history go from a version on without a gap: the first version that is missing. */
    public long reach(Branch branch, long from) {
        List<Slice> slices = slices(branch, from, Long.MAX_VALUE);
        return slices.isEmpty() ? from : slices.getLast().until();
    }

    /** The changes of a history from a version on, as far as they go without a gap, at most to another version. */
    public List<Slice> slices(Branch branch, long from, long until) {
        List<Slice> usable = changes.stream()
                .map(some -> new Slice(some, some.first(), branch.endIn(some)))
                .filter(slice -> slice.until() > from)
                .toList();
        List<Slice> slices = new ArrayList<>();
        Optional<Slice> best = farthest(usable, from, until);
        while (best.isPresent()) {
            slices.add(best.get());
            best = farthest(usable, best.get().until(), until);
        }
        return slices;
    }

    private static Optional<Slice> farthest(List<Slice> usable, long from, long until) {
        return usable.stream()
                .filter(slice -> slice.from() <= from && slice.until() > from && from < until)
                .max(Comparator.comparingLong(Slice::until))
                .map(slice -> new Slice(slice.changes(), from, Math.min(until, slice.until())));
    }
}
