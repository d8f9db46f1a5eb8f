package org.mfsha.moosefs.files;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * One change as a changelog file has it: {@code VERSION: TEXT} (changelog.c, changelog_mr).
 *
 * @param version the metadata version that the change applies to, 1 or more
 * @param text everything after {@code ": "}, without the line end
 */
public record LogLine(long version, String text) {
    /** A longer text cannot come from mfsmaster (changelog.c, MAXLOGLINESIZE). */
    public static final int MAX_TEXT_CHARS = 200_000;

    private static final int MAX_SECONDS_DIGITS = 10; // 32 bits

    /** Checks that the line fits on one line of a changelog. */
    public LogLine {
        if (version < 1) {
            throw new IllegalArgumentException("not a version: " + version);
        }
        if (text.isEmpty() || text.length() > MAX_TEXT_CHARS) {
            throw new IllegalArgumentException("change " + version + " has " + text.length() + " characters");
        }
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("change " + version + " has a control character");
        }
    }

    /**
     * Splits a line without its line end.
     *
     * @throws MetadataException saying what is wrong
     */
    public static LogLine split(String line) throws MetadataException {
        int colon = line.indexOf(':');
        if (colon < 1 || colon > 19) {
            throw new MetadataException("no version at the start of the line");
        }
        long version = 0;
        for (int i = 0; i < colon; i++) {
            char c = line.charAt(i);
            if (c < '0' || c > '9') {
                throw new MetadataException("no digit at column " + (i + 1) + " of the version");
            }
            version = version * 10 + (c - '0');
        }
        if (version < 1) {
            throw new MetadataException("version out of range");
        }
        if (colon + 1 >= line.length() || line.charAt(colon + 1) != ' ') {
            throw new MetadataException("no space after version " + version);
        }
        try {
            return new LogLine(version, line.substring(colon + 2));
        } catch (IllegalArgumentException e) {
            throw new MetadataException(e.getMessage());
        }
    }

    /** When the master made the change, seconds since 1970; empty when the text does not begin with a time. */
    public OptionalLong seconds() {
        int bar = text.indexOf('|');
        if (bar < 1 || bar > MAX_SECONDS_DIGITS) {
            return OptionalLong.empty();
        }
        long seconds = 0;
        for (int i = 0; i < bar; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return OptionalLong.empty();
            }
            seconds = seconds * 10 + (c - '0');
        }
        return OptionalLong.of(seconds);
    }

    /** The line as it stands in a file, with its line end. */
    public byte[] bytes() {
        return (version + ": " + text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
