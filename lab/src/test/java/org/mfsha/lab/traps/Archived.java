package org.mfsha.lab.traps;

import java.nio.file.Path;
import java.util.List;

/** Looks into an agent's archive, where files are compressed sooner or later. */
final class Archived {
    private Archived() {}

    /** A command that succeeds if a text is anywhere below a directory. */
    static List<String> search(String text, Path directory) {
        String script = "grep -rqF -- \"$1\" \"$0\""
                + " || find \"$0\" -name '*.zst' -exec zstd -qdcf {} + | grep -qF -- \"$1\"";
        return List.of("sh", "-c", script, directory.toString(), text);
    }
}
