package org.mfsha.moosefs.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Merges changelogs into one line of versions without a hole. Lines that several files have must be
 * the same. Holds one line of each file in memory.
 */
final class LineMerger implements AutoCloseable {
    private final PriorityQueue<Cursor> cursors =
            new PriorityQueue<>(Comparator.comparingLong(cursor -> cursor.line().version()));
    private final List<ChangelogReader> readers = new ArrayList<>();
    private final List<Path> torn = new ArrayList<>();
    private long nextVersion;

    private record Cursor(ChangelogReader reader, LogLine line) {}

    private LineMerger(long fromVersion) {
        this.nextVersion = fromVersion;
    }

    static LineMerger open(List<Path> files, long fromVersion) throws IOException {
        LineMerger merger = new LineMerger(fromVersion);
        try {
            for (Path file : files) {
                var last = ChangelogTail.lastVersion(file);
                if (last.isEmpty() || last.getAsLong() >= fromVersion) {
                    ChangelogReader reader = ChangelogReader.open(file);
                    merger.readers.add(reader);
                    merger.refill(reader);
                }
            }
            return merger;
        } catch (IOException | RuntimeException e) {
            merger.close();
            throw e;
        }
    }

    /** The line of the next version, or empty when no file has more. */
    Optional<LogLine> next() throws IOException {
        Cursor first = cursors.poll();
        if (first == null) {
            return Optional.empty();
        }
        LogLine line = first.line();
        if (line.version() > nextVersion) {
            throw new GapException(
                    nextVersion, line.version(), first.reader().file().toString());
        }
        while (!cursors.isEmpty() && cursors.peek().line().version() == line.version()) {
            Cursor twin = cursors.remove();
            if (!twin.line().equals(line)) {
                throw new DivergedException(
                        line.version(),
                        "change " + line.version() + " differs between "
                                + first.reader().file() + " ("
                                + line.text() + ") and " + twin.reader().file() + " ("
                                + twin.line().text() + ")");
            }
            refill(twin.reader());
        }
        refill(first.reader());
        nextVersion = line.version() + 1;
        return Optional.of(line);
    }

    /** The version after the last line returned. */
    long nextVersion() {
        return nextVersion;
    }

    /** Files that ended in the middle of a line, as far as they were read. */
    List<Path> torn() {
        return List.copyOf(torn);
    }

    @Override
    public void close() throws IOException {
        for (ChangelogReader reader : readers) {
            reader.close();
        }
    }

    private void refill(ChangelogReader reader) throws IOException {
        Optional<LogLine> line = reader.next();
        while (line.isPresent() && line.get().version() < nextVersion) {
            line = reader.next();
        }
        line.ifPresent(next -> cursors.add(new Cursor(reader, next)));
        if (reader.torn()) {
            torn.add(reader.file());
        }
    }
}
