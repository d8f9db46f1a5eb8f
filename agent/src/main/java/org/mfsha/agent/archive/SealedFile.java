package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.mfsha.linux.zstd.ZstdInput;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * A compressed file and the seal that it must still fit. Immutable.
 *
 * @param file where it is
 * @param seal what it was like when it was written
 */
public record SealedFile(Path file, Item.Seal seal) implements Piece.Bytes, Piece.Lines {
    private static final int BLOCK_BYTES = 64 * 1024;

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public InputStream open() throws IOException {
        try {
            long bytes = Files.size(file);
            if (bytes != seal.bytes()) {
                throw new DamagedException(name(), "has " + bytes + " bytes, " + seal.bytes() + " were written");
            }
            return new Checked(Files.newInputStream(file));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new DamagedException(name(), "is gone");
        }
    }

    @Override
    public Piece.Reader from(long version) throws IOException {
        return new Changes(open(), version);
    }

    /** Compares what was read with the seal when it meets the end. */
    private final class Checked extends InputStream {
        private final DigestInputStream digest;
        private final ZstdInput plain;
        private boolean compared;

        private Checked(InputStream compressed) throws IOException {
            digest = new DigestInputStream(compressed, Hashes.sha256());
            plain = new ZstdInput(digest);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int count = plain.read(bytes, offset, length);
                if (count < 0) {
                    compare();
                }
                return count;
            } catch (DamagedException e) {
                throw e;
            } catch (IOException e) {
                throw new DamagedException(name(), String.valueOf(e.getMessage()));
            }
        }

        private void compare() throws IOException {
            if (!compared) {
                compared = true;
                String found =
                        HexFormat.of().formatHex(digest.getMessageDigest().digest());
                if (!found.equals(seal.sha256())) {
                    throw new DamagedException(name(), "its checksum does not fit");
                }
            }
        }

        @Override
        public void close() throws IOException {
            plain.close();
        }
    }

    /** The lines in it. */
    private final class Changes implements Piece.Reader {
        private final InputStream plain;
        private final ChangelogReader reader;
        private final long from;

        private Changes(InputStream plain, long from) {
            this.plain = plain;
            this.reader = ChangelogReader.of(file, plain);
            this.from = from;
        }

        @Override
        public Optional<LogLine> next() throws IOException {
            try {
                Optional<LogLine> line = reader.next();
                while (line.isPresent() && line.get().version() < from) {
                    line = reader.next();
                }
                return line;
            } catch (MetadataException e) {
                throw new DamagedException(name(), String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void check() throws IOException {
            byte[] rest = new byte[BLOCK_BYTES];
            while (plain.read(rest) >= 0) {
                // Only what the end says is of interest.
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
