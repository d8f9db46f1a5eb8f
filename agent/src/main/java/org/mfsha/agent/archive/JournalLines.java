package org.mfsha.agent.archive;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

/**
 * A journal that this agent writes: it finds any version without reading what is before.
 *
 * @param journal which
 */
public record JournalLines(Journal journal) implements Piece.Lines {
    private static final int BATCH_BYTES = 64 * 1024;

    @Override
    public String name() {
        return journal.file().toString();
    }

    @Override
    public Piece.Reader from(long version) {
        return new Batches(version);
    }

    private final class Batches implements Piece.Reader {
        private final Queue<LogLine> batch = new ArrayDeque<>();
        private long version;

        private Batches(long version) {
            this.version = version;
        }

        @Override
        public Optional<LogLine> next() throws IOException {
            if (batch.isEmpty()) {
                batch.addAll(journal.read(version, BATCH_BYTES));
            }
            Optional<LogLine> line = Optional.ofNullable(batch.poll());
            line.ifPresent(read -> version = read.version() + 1);
            return line;
        }

        @Override
        public void check() {
            // Nobody noted what it was like when it was written.
        }

        @Override
        public void close() {
            // Whoever writes it closes it.
        }
    }
}
