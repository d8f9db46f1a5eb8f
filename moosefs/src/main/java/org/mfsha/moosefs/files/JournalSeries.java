package org.mfsha.moosefs.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A journal in pieces: when the latest file is large enough the next line begins a new one, beside the
 * first and named after its first version, so that the older ones can be given up. Safe for one
 * appender and any number of readers.
 */
public final class JournalSeries implements AutoCloseable {
    private static final String SUFFIX = ".mfs";

    private final Path first;
    private final long pieceBytes;
    private volatile List<Journal> pieces;

    /**
     * Goes on with a journal.
     *
     * @param begun the first piece, {@code NAME.mfs}; the others are called {@code NAME.VERSION.mfs}
     * @param pieceBytes a file that has as many gets no more lines
     */
    public JournalSeries(Journal begun, long pieceBytes) {
        this.first = begun.file();
        this.pieceBytes = pieceBytes;
        this.pieces = List.of(begun);
    }

    /** Appends a line if it is the next one and says what happened. */
    public Journal.Outcome append(LogLine line) throws IOException {
        for (Journal piece : pieces) {
            if (line.version() >= piece.firstVersion() && line.version() < piece.nextVersion()) {
                return piece.append(line); // It has it, or another one.
            }
        }
        Journal last = last();
        boolean full = last.sizeBytes() >= pieceBytes && line.version() == last.nextVersion();
        return (full ? next(last.nextVersion()) : last).append(line);
    }

    /** The piece that grows. */
    public Journal last() {
        return pieces.getLast();
    }

    /** All pieces, oldest first, each beginning where the one before ends. */
    public List<Journal> pieces() {
        return pieces;
    }

    /** The version that the next appended line must have. */
    public long nextVersion() {
        return last().nextVersion();
    }

    /** Deletes whole pieces whose last line is before a version; somebody else has what is in them. */
    public synchronized void dropBefore(long version) throws IOException {
        while (pieces.size() > 1 && pieces.getFirst().nextVersion() <= version) {
            Journal oldest = pieces.getFirst();
            pieces = List.copyOf(pieces.subList(1, pieces.size()));
            oldest.close();
            Files.deleteIfExists(oldest.file());
        }
    }

    private synchronized Journal next(long version) throws IOException {
        last().force(); // Whoever secures the piece that grows does not look at it again.
        String name = first.getFileName().toString();
        String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        Path file = first.resolveSibling(String.format(Locale.ROOT, "%s.%012d%s", stem, version, SUFFIX));
        List<Journal> more = new ArrayList<>(pieces);
        more.add(Journal.open(file, version));
        pieces = List.copyOf(more);
        return last();
    }

    /** Lets go of the files, which stay. */
    @Override
    public void close() throws IOException {
        for (Journal piece : pieces) {
            piece.close();
        }
    }
}
