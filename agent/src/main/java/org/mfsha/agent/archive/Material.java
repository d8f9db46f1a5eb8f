package org.mfsha.agent.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.ChangelogTail;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * One image that is not archived yet: its base, and changes from it on or from earlier on. Immutable.
 *
 * @param image name of its directory
 * @param tip its whole history
 * @param base its newest base
 * @param changes each part of one provenance
 */
public record Material(String image, Provenance tip, Piece.Base base, List<Piece.Changes> changes) {
    private static final long NO_TIME = Long.MAX_VALUE;

    public Material {
        changes = List.copyOf(changes);
    }

    /** A file or journal with changes, before it is known which of them belong where. */
    public record Log(Piece.Lines lines, long first, long next) {}

    /**
     * Puts an image together.
     *
     * @param lineage of its changes, not empty
     * @param base where its base is
     */
    public static Material of(String image, Lineage lineage, BaseFile base, List<Log> logs) throws IOException {
        var tip = new Provenance(base.metadataId(), lineage);
        long taken = Files.getLastModifiedTime(base.path()).toMillis() / 1000;
        var whole = new Piece.Base(
                Provenance.of(base.metadataId(), lineage, Math.max(1, base.version() - 1)),
                base.version(),
                taken,
                new PlainFile(base.path()));
        List<Piece.Changes> changes = new ArrayList<>();
        for (Log log : logs) {
            for (long first = log.first(); first < log.next(); ) {
                long next = Provenance.boundaryAfter(lineage, first, log.next());
                Provenance provenance = Provenance.of(base.metadataId(), lineage, first);
                changes.add(new Piece.Changes(provenance, first, next, 0, NO_TIME, log.lines()));
                first = next;
            }
        }
        return new Material(image, tip, whole, changes);
    }

    /**
     * Looks through a directory that no process of this agent writes to; it may grow meanwhile.
     *
     * @param more changelogs that are elsewhere
     * @throws IOException when there is no complete base in it
     */
    public static Material scan(Path directory, Lineage lineage, List<Path> more) throws IOException {
        List<BaseFile> bases = new ArrayList<>();
        List<Log> logs = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("metadata.mfs")) {
                    opened(file, bases);
                } else if (name.matches("changelog[_a-z]*\\.[0-9]+\\.mfs")) {
                    addLog(file, logs);
                }
            }
        }
        for (Path file : more) {
            addLog(file, logs);
        }
        BaseFile newest = bases.stream()
                .max(java.util.Comparator.comparingLong(BaseFile::version))
                .orElseThrow(() -> new MetadataException(directory + ": no complete metadata file"));
        return of(directory.getFileName().toString(), lineage, newest, logs);
    }

    private static void opened(Path file, List<BaseFile> bases) throws IOException {
        try {
            bases.add(BaseFile.open(file));
        } catch (MetadataException _) {
            // Being written, or a new installation's eight bytes: there is another one.
        }
    }

    private static void addLog(Path file, List<Log> logs) throws IOException {
        try (ChangelogReader reader = ChangelogReader.open(file)) {
            var first = reader.next().map(LogLine::version);
            OptionalLong last = ChangelogTail.lastVersion(file);
            if (first.isPresent() && last.isPresent()) {
                logs.add(new Log(new PlainFile(file), first.get(), last.getAsLong() + 1));
            }
        }
    }

    /** Everything. */
    public List<Piece> pieces() {
        List<Piece> pieces = new ArrayList<>(changes);
        pieces.add(base);
        return pieces;
    }

    /** The version after its last change. */
    public long end() {
        return changes.stream().mapToLong(Piece.Changes::next).reduce(base.version(), Math::max);
    }

    /** The same without changes from a version on. */
    public Material until(long version) {
        List<Piece.Changes> fewer = changes.stream()
                .filter(some -> some.first() < version)
                .map(some -> new Piece.Changes(
                        some.provenance(),
                        some.first(),
                        Math.min(some.next(), version),
                        some.earliestSeconds(),
                        some.latestSeconds(),
                        some.lines()))
                .toList();
        return new Material(image, tip, base, fewer);
    }
}
