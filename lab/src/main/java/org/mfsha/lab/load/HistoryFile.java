package org.mfsha.lab.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Every operation of every client as a line: begin and end in milliseconds since the file was begun, outcome, operation,
 * and what the application was told. Thread-safe.
 */
public final class HistoryFile implements Consumer<Completion>, AutoCloseable {
    private final BufferedWriter writer;
    private final long originNanos = System.nanoTime();
    private boolean closed;

    /** Begins a new file. */
    public HistoryFile(Path file) throws IOException {
        writer = Files.newBufferedWriter(file);
    }

    @Override
    public synchronized void accept(Completion completion) {
        if (closed) {
            return;
        }
        try {
            writer.write(String.format(
                    Locale.ROOT,
                    "%.3f\t%.3f\t%s\t%s\t%s%n",
                    (completion.beginNanos() - originNanos) / 1e6,
                    (completion.endNanos() - originNanos) / 1e6,
                    completion.outcome(),
                    completion.operation(),
                    completion.detail()));
        } catch (IOException failed) {
            throw new UncheckedIOException("the history cannot be written", failed);
        }
    }

    /** Makes what was told so far readable. */
    public synchronized void flush() throws IOException {
        writer.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        writer.close();
    }
}
