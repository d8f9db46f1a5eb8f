package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a voter keeps the rules it last took part under. Not thread-safe. */
public final class ElectorateFile {
    private static final String HEADER = "mfsha electorate 1";
    private static final String LEASE = "lease ";
    private static final String VOTERS = "voters ";

    private final Path file;

    public ElectorateFile(Path file) {
        this.file = file;
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * What was saved last; empty when nothing ever was.
     *
     * @throws IOException when the file is damaged
     */
    public Optional<Electorate> load() throws IOException {
        Optional<List<String>> lines = DurableFile.read(file);
        return lines.isEmpty() ? Optional.empty() : Optional.of(parse(lines.get()));
    }

    private Electorate parse(List<String> lines) throws IOException {
        boolean known = lines.size() == 3
                && lines.get(0).equals(HEADER)
                && lines.get(1).startsWith(LEASE)
                && lines.get(2).startsWith(VOTERS);
        if (!known) {
            throw new IOException(file + ": not an electorate");
        }
        try {
            return new Electorate(
                    List.of(lines.get(2).substring(VOTERS.length()).split(" ")),
                    Long.parseLong(lines.get(1).substring(LEASE.length())));
        } catch (NumberFormatException e) {
            throw new IOException(file + ": '" + lines.get(1) + "' has no number", e);
        }
    }

    /** Saves; on stable storage when it returns. */
    public void save(Electorate electorate) throws IOException {
        DurableFile.write(
                file,
                List.of(HEADER, LEASE + electorate.leaseMillis(), VOTERS + String.join(" ", electorate.voters())));
    }
}
