package org.mfsha.agent.takeover;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Saves the last changes of a dead master: what it wrote into its own changelog after the last one it sent.
 *
 * <p>mfsmaster answers clients before it sends changes to metaloggers (matoclserv and matomlserv in one loop), so a few
 * acknowledged changes may be nowhere else.
 */
final class Salvage {
    private static final Logger LOG = System.getLogger(Salvage.class.getName());
    /** Rotation on the hour may have put the tail into the second newest file. */
    private static final List<String> OLDEST_FIRST = List.of("changelog.1.mfs", "changelog.0.mfs");

    private static final int FIRST_WINDOW_BYTES = 256 * 1024;

    private Salvage() {}

    /** Appends to a journal what the directory of a dead master has beyond it. */
    static void tail(Path directory, Journal journal) throws IOException {
        long before = journal.nextVersion();
        for (String name : OLDEST_FIRST) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                for (LogLine line : linesFrom(file, journal.nextVersion())) {
                    if (journal.append(line) instanceof Journal.Outcome.Gap(long expected)) {
                        throw new MetadataException(
                                file + ": changes from " + expected + " on are missing before " + line.version());
                    }
                }
            }
        }
        long saved = journal.nextVersion() - before;
        LOG.log(Level.INFO, "salvaged {0} changes from the dead master''s changelog", saved);
    }

    /** Whole lines of a changelog from a version on, read from the end backwards as far as needed. */
    static List<LogLine> linesFrom(Path file, long version) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long size = in.length();
            for (long window = FIRST_WINDOW_BYTES; ; window *= 4) {
                long offset = Math.max(0, size - window);
                List<LogLine> lines = wholeLines(in, offset, size);
                if (offset == 0 || (!lines.isEmpty() && lines.getFirst().version() <= version)) {
                    return lines.stream()
                            .filter(line -> line.version() >= version)
                            .toList();
                }
            }
        }
    }

    private static List<LogLine> wholeLines(RandomAccessFile in, long offset, long size) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(size - offset)];
        in.seek(offset);
        in.readFully(bytes);
        List<LogLine> lines = new ArrayList<>();
        // From the middle of the file the first line is half a line; the last may be torn.
        int start = offset == 0 ? 0 : indexOfLineEnd(bytes, 0) + 1;
        for (int end = indexOfLineEnd(bytes, start); end < bytes.length; end = indexOfLineEnd(bytes, start)) {
            lines.add(LogLine.split(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)));
            start = end + 1;
        }
        return lines;
    }

    private static int indexOfLineEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
