package org.mfsha.moosefs.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Finds the last version of a changelog without reading all of it. Thread-safe. */
public final class ChangelogTail {
    private static final int TAIL_BYTES = LogLine.MAX_TEXT_CHARS * 2 + 100; // a whole line before half a line

    private ChangelogTail() {}

    /** The version of the last whole line; empty when there is none or it cannot be told. */
    public static OptionalLong lastVersion(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length();
            int bytes = (int) Math.min(TAIL_BYTES, size);
            byte[] tail = new byte[bytes];
            in.seek(size - bytes);
            in.readFully(tail);
            String text = new String(tail, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n');
            if (end < 0) {
                return OptionalLong.empty();
            }
            int start = text.lastIndexOf('\n', end - 1) + 1;
            try {
                return OptionalLong.of(LogLine.split(text.substring(start, end)).version());
            } catch (MetadataException _) {
                return OptionalLong.empty(); // reading it from its start will say what is wrong
            }
        }
    }
}
