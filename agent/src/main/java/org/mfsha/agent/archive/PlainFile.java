package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * A file of MooseFS that is not archived: a base, or a changelog that may be growing. Immutable.
 *
 * @param file where it is
 */
public record PlainFile(Path file) implements Piece.Bytes, Piece.Lines {
    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public Piece.Reader from(long version) throws IOException {
        ChangelogReader reader = ChangelogReader.open(file);
        return new Piece.Reader() {
            @Override
            public Optional<LogLine> next() throws IOException {
                try {
                    Optional<LogLine> line = reader.next();
                    while (line.isPresent() && line.get().version() < version) {
                        line = reader.next();
                    }
                    return line;
                } catch (MetadataException e) {
                    throw new DamagedException(name(), String.valueOf(e.getMessage()));
                }
            }

            @Override
            public void check() {
                // Nobody noted what it was like when it was written.
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }
}
