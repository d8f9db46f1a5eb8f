package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A note in an image's directory: what it holds is not, or not all, a part of the history.
 *
 * @param fromVersion the first version that is not; 0 when nothing in it can be relied on
 * @param why in words
 */
public record EvidenceNote(long fromVersion, String why) {
    private static final String FILE = "mfsha.evidence";
    private static final String FROM = "from ";

    /** Writes the note; on stable storage when it returns. */
    public void write(Path image) throws IOException {
        DurableFile.write(image.resolve(FILE), List.of(FROM + fromVersion, why.replace('\n', ' ')));
    }

    /**
     * The note of an image, if it has one.
     *
     * @throws IOException when it is damaged
     */
    public static Optional<EvidenceNote> of(Path image) throws IOException {
        Path file = image.resolve(FILE);
        Optional<List<String>> lines = DurableFile.read(file);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        try {
            long from = Long.parseLong(lines.get().getFirst().substring(FROM.length()));
            return Optional.of(new EvidenceNote(from, lines.get().getLast()));
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException(file + ": not a note", e);
        }
    }
}
