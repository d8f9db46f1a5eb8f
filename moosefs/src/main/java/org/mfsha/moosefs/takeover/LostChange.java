package org.mfsha.moosefs.takeover;

import java.util.Optional;
import org.mfsha.moosefs.files.LogLine;

/**
 * A change that never became history, for an administrator.
 *
 * @param line as it stands in the changelog
 * @param seconds when the master made it, seconds since 1970; 0 when the line does not tell
 * @param operation as the line has it, e.g. {@code CREATE}; empty for an odd line
 * @param path what it was done to, from the root of the file system; empty when that cannot be told
 * @param target the new name of a MOVE or LINK, likewise
 * @param words one sentence
 */
public record LostChange(
        LogLine line, long seconds, String operation, Optional<String> path, Optional<String> target, String words) {
    /** The sentence with the change's version. */
    public String sentence() {
        return "change " + line.version() + ": " + words;
    }
}
