package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mfsha.moosefs.files.LogLine;

/** Writes one piece into a compressed file; a failure leaves no file. */
final class PieceWriter {
    private PieceWriter() {}

    /**
     * What was written.
     *
     * @param piece the piece, its content still where it was taken from
     * @param seal of the file
     */
    record Written(Piece piece, Item.Seal seal) {}

    private interface Content {
        Piece write(OutputStream out) throws IOException;
    }

    static Written write(Piece.Base base, Path file) throws IOException {
        return write(file, out -> {
            try (InputStream in = base.bytes().open()) {
                in.transferTo(out);
            }
            return base;
        });
    }

    /** @param maxBytes when that many were written, the rest is left out */
    static Written write(Slice slice, long maxBytes, Path file) throws IOException {
        Piece.Changes source = slice.changes();
        return write(file, out -> {
            var count = new Count(slice.from());
            try (Piece.Reader reader = source.lines().from(slice.from())) {
                while (count.next < slice.until() && count.bytes < maxBytes) {
                    count.pass(reader.next(), out, source.name());
                }
                reader.check();
            }
            return new Piece.Changes(
                    source.provenance(), slice.from(), count.next, count.earliest(), count.latest, source.lines());
        });
    }

    private static Written write(Path file, Content content) throws IOException {
        boolean complete = false;
        try {
            var out = new SealingOutput(file);
            Piece piece;
            try (out) {
                piece = content.write(out);
            }
            complete = true;
            return new Written(piece, out.seal());
        } finally {
            if (!complete) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Counts what goes by. */
    private static final class Count {
        private long next;
        private long bytes;
        private long earliest = Long.MAX_VALUE;
        private long latest;

        private Count(long first) {
            next = first;
        }

        private void pass(Optional<LogLine> found, OutputStream out, String source) throws IOException {
            LogLine line = found.filter(change -> change.version() == next)
                    .orElseThrow(() -> new DamagedException(source, "change " + next + " is missing"));
            byte[] text = line.bytes();
            out.write(text, 0, text.length);
            bytes += text.length;
            next++;
            line.seconds().ifPresent(seconds -> {
                earliest = Math.min(earliest, seconds);
                latest = Math.max(latest, seconds);
            });
        }

        private long earliest() {
            return Math.min(earliest, latest); // Where no line has a time.
        }
    }
}
