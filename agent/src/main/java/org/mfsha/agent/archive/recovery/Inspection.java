package org.mfsha.agent.archive.recovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mfsha.agent.archive.DamagedException;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Piece;
import org.mfsha.moosefs.files.LogLine;

/**
 * Reads archived files to their ends: checksums, every change in its place, metadata files from their first bytes to
 * their end markers.
 */
public final class Inspection {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int HEADER_BYTES = 24;
    private static final byte[] END = "[MFS EOF MARKER]".getBytes(StandardCharsets.US_ASCII);

    private Inspection() {}

    /** What is wrong with a file; empty when it is whole. */
    public static Optional<String> of(Item item) throws IOException {
        try {
            switch (item.piece()) {
                case Piece.Base base -> inspect(base);
                case Piece.Changes some -> inspect(some);
            }
            return Optional.empty();
        } catch (DamagedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with some files, each with its name. */
    public static List<String> of(List<Item> items) throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Item item : items) {
            of(item).ifPresent(wrong::add);
        }
        return wrong;
    }

    private static void inspect(Piece.Changes some) throws IOException {
        try (Piece.Reader reader = some.lines().from(some.first())) {
            for (long version = some.first(); version < some.next(); version++) {
                long wanted = version;
                Optional<LogLine> line = reader.next().filter(change -> change.version() == wanted);
                if (line.isEmpty()) {
                    throw new DamagedException(some.name(), "change " + wanted + " is missing");
                }
            }
            if (reader.next().isPresent()) {
                throw new DamagedException(some.name(), "has more changes than its label says");
            }
            reader.check();
        }
    }

    private static void inspect(Piece.Base base) throws IOException {
        try (InputStream in = base.bytes().open()) {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES));
            boolean right = header.remaining() == HEADER_BYTES
                    && header.getLong(8) == base.version()
                    && header.getLong(16) == base.provenance().metadataId();
            if (!right) {
                throw new DamagedException(base.name(), "is not the metadata that its label says");
            }
            if (!Arrays.equals(lastBytes(in), END)) {
                throw new DamagedException(base.name(), "its end marker is missing");
            }
        }
    }

    private static byte[] lastBytes(InputStream in) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        byte[] last = new byte[0];
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            byte[] both = Arrays.copyOf(last, last.length + count);
            System.arraycopy(block, 0, both, last.length, count);
            last = Arrays.copyOfRange(both, Math.max(0, both.length - END.length), both.length);
        }
        return last;
    }
}
