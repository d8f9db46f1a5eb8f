package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The number of this start of the agent: higher than that of every start before. */
public final class SessionNumber {
    private SessionNumber() {}

    /** Takes the next number; it is on stable storage when this returns. */
    public static long next(Path dataPath) throws IOException {
        Path file = dataPath.resolve("session");
        List<String> lines = DurableFile.read(file).orElse(List.of("0"));
        try {
            long next = Long.parseLong(lines.getFirst()) + 1;
            DurableFile.write(file, List.of(Long.toString(next)));
            return next;
        } catch (NumberFormatException e) {
            throw new IOException(file + ": no number in it", e);
        }
    }
}
