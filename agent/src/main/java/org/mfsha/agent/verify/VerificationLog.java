package org.mfsha.agent.verify;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/** Every verification of this node that came to a result, one line of JSON each in a file that only grows. Thread-safe. */
public final class VerificationLog {
    private static final Logger LOG = System.getLogger(VerificationLog.class.getName());
    private static final int MAX_KEPT = 1_000;

    private final Path file;
    private final List<Verification> kept = new ArrayList<>();

    private VerificationLog(Path file) {
        this.file = file;
    }

    /** Reads the file; a damaged line is left out and reported. */
    public static VerificationLog open(Path file) throws IOException {
        var log = new VerificationLog(file);
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                // Half a line that a power cut left must not swallow the next one.
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
            text.lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> parse(line).ifPresent(log::keep));
        }
        return log;
    }

    /** Adds one. */
    public synchronized void add(Verification verification) {
        keep(verification);
        try {
            Files.writeString(
                    file,
                    JSON.std.asString(verification.toMap()) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the verification cannot be written to " + file, e);
        }
    }

    /** The latest, oldest first. */
    public synchronized List<Verification> all() {
        return List.copyOf(kept);
    }

    /** The latest. */
    public synchronized Optional<Verification> last() {
        return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
    }

    private void keep(Verification verification) {
        kept.add(verification);
        if (kept.size() > MAX_KEPT) {
            kept.removeFirst();
        }
    }

    private static Optional<Verification> parse(String line) {
        try {
            return Optional.of(Verification.of(JSON.std.mapFrom(line)));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "not a verification: '" + line + "'", e);
            return Optional.empty();
        }
    }
}
