package org.mfsha.moosefs.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a changelog file line by line. Versions must rise by one; half a line at the very end (a
 * writer that died, or is still writing) is not returned but can be asked for. For one thread.
 */
public final class ChangelogReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 128 * 1024;
    private static final int MAX_LINE_BYTES = LogLine.MAX_TEXT_CHARS + 32;

    private final Path file;
    private final InputStream input;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(256);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private long wholeBytes;
    private long lastVersion;
    private boolean torn;

    private ChangelogReader(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    /** Opens the file at its start. */
    public static ChangelogReader open(Path file) throws IOException {
        return new ChangelogReader(file, Files.newInputStream(file));
    }

    /**
     * Reads a changelog that is no plain file.
     *
     * @param name what to call it in messages
     * @param input its lines, closed together with this
     */
    public static ChangelogReader of(Path name, InputStream input) {
        return new ChangelogReader(name, input);
    }

    /**
     * The next whole line, or empty at the end.
     *
     * @throws MetadataException when a whole line is malformed
     * @throws GapException when a version does not follow the one before
     */
    public Optional<LogLine> next() throws IOException {
        collected.reset();
        while (true) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            collected.write(buffer, position, end - position);
            boolean whole = end < limit;
            position = whole ? end + 1 : end;
            if (collected.size() > MAX_LINE_BYTES) {
                throw new MetadataException(
                        file + ": line at offset " + wholeBytes + " is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (whole) {
                return Optional.of(check(collected.toString(StandardCharsets.ISO_8859_1)));
            }
            position = 0;
            limit = Math.max(0, input.read(buffer));
            if (limit == 0) {
                torn = collected.size() > 0;
                return Optional.empty();
            }
        }
    }

    /** The file that is read. */
    public Path file() {
        return file;
    }

    /** Bytes of all whole lines returned so far: where the next line starts. */
    public long wholeBytes() {
        return wholeBytes;
    }

    /** After the end: whether half a line was left over. */
    public boolean torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private LogLine check(String text) throws MetadataException {
        LogLine line;
        try {
            line = LogLine.split(text);
        } catch (MetadataException e) {
            throw new MetadataException(file + ": malformed line at offset " + wholeBytes + ": " + e.getMessage());
        }
        if (lastVersion > 0 && line.version() <= lastVersion) {
            throw new MetadataException(file + ": version " + line.version() + " at offset " + wholeBytes
                    + " comes after version " + lastVersion);
        }
        if (lastVersion > 0 && line.version() > lastVersion + 1) {
            throw new GapException(lastVersion + 1, line.version(), file + " offset " + wholeBytes);
        }
        lastVersion = line.version();
        wholeBytes += text.length() + 1;
        return line;
    }
}
