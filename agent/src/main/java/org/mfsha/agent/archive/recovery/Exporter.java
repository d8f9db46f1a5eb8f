package org.mfsha.agent.archive.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.archive.Slice;

/** Copies a part of the past into a directory of its own, up to the last change there is. For one thread. */
public final class Exporter {
    private final Stock stock;
    private final Branch branch;
    private final Consumer<String> progress;

    /** @param progress gets a line for each file */
    public Exporter(Stock stock, Branch branch, Consumer<String> progress) {
        this.stock = stock;
        this.branch = branch;
        this.progress = progress;
    }

    /**
     * Exports.
     *
     * @param since the oldest version that it must lead to; empty: what the newest base leads to
     * @param into must be empty or not there
     * @return the versions that can be restored from it
     */
    public Range export(Optional<Long> since, Path into) throws IOException, RecoveryException {
        requireEmpty(into);
        List<Range> ranges = stock.catalogue().ranges(branch);
        Range first = ranges.stream()
                .filter(range -> since.isEmpty() || range.reaches(since.get()))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new RecoveryException("nothing here leads to version "
                        + since.map(String::valueOf).orElse("")));
        ArchiveDirectory target = ArchiveDirectory.open(into);
        for (Range range : ranges) {
            if (range.base().version() >= first.base().version()) {
                add(range.base(), target);
            }
        }
        for (Slice slice : stock.catalogue().slices(branch, first.base().version(), Long.MAX_VALUE)) {
            add(slice, target);
        }
        return target.catalogue().ranges(branch).getFirst();
    }

    private static void requireEmpty(Path into) throws IOException, RecoveryException {
        Files.createDirectories(into);
        try (Stream<Path> entries = Files.list(into)) {
            if (entries.findAny().isPresent()) {
                throw new RecoveryException(into + " is not empty: name a new directory");
            }
        }
    }

    private void add(Piece.Base base, ArchiveDirectory target) throws IOException {
        Optional<Item> archived = stock.item(base.name());
        boolean there = target.items().stream()
                .anyMatch(item -> item.piece() instanceof Piece.Base other && other.version() == base.version());
        if (!there) {
            tell(archived.isPresent() ? target.copy(archived.get()) : target.add(base, "export"));
        }
    }

    private void add(Slice slice, ArchiveDirectory target) throws IOException {
        Optional<Item> archived = stock.item(slice.changes().name());
        tell(archived.isPresent() ? target.copy(archived.get()) : target.add(slice, Long.MAX_VALUE, "export"));
    }

    private void tell(Item item) {
        progress.accept(item.file().toString());
    }
}
