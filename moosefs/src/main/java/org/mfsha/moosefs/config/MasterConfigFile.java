package org.mfsha.moosefs.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An administrator's {@code mfsmaster.cfg}: {@code KEY = VALUE} lines, {@code #} comments at the start
 * of a line (cfg.c, cfg_reload: the last definition of a key wins, an odd line is skipped). Immutable.
 */
public final class MasterConfigFile {
    /** Read again on SIGHUP (chunks.c, chunk_load_cfg_common): delays replication after the start. */
    public static final String REPLICATIONS_DELAY_INIT = "REPLICATIONS_DELAY_INIT";

    /** 1 writes every change to the file at once; read again on SIGHUP (changelog.c). */
    public static final String CHANGELOG_SAVE_MODE = "CHANGELOG_SAVE_MODE";

    /** Where metadata and changelogs are; read at the start only (main.c). */
    public static final String DATA_PATH = "DATA_PATH";

    /** What the clients' socket is bound to; read again on SIGHUP (matoclserv.c). */
    public static final String CLIENTS_HOST = "MATOCL_LISTEN_HOST";

    /** What the chunkservers' socket is bound to; read again on SIGHUP (matocsserv.c). */
    public static final String CHUNKSERVERS_HOST = "MATOCS_LISTEN_HOST";

    /** What the metaloggers' socket is bound to; read again on SIGHUP (matomlserv.c). */
    public static final String METALOGGERS_HOST = "MATOML_LISTEN_HOST";

    /** mfsmaster reads a line into 1000 bytes and takes the rest for another line (cfg.c). */
    private static final int MAX_LINE_BYTES = 990;

    private static final Pattern DEFINITION = Pattern.compile("[ \\t]*([!-<>-~]+)[ \\t]*=[ \\t]*(.*?)[ \\t\\r]*");

    private final List<String> lines;

    private MasterConfigFile(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Reads a file. */
    public static MasterConfigFile read(Path file) throws IOException {
        return parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    /** Takes the text of a file; anything is accepted, as mfsmaster does. */
    public static MasterConfigFile parse(String text) {
        return new MasterConfigFile(text.lines().toList());
    }

    /** The value in force, if the key is defined. */
    public Optional<String> value(String key) {
        return lines.reversed().stream()
                .map(MasterConfigFile::definition)
                .flatMap(Optional::stream)
                .filter(matcher -> matcher.group(1).equals(key))
                .map(matcher -> matcher.group(2))
                .findFirst();
    }

    /**
     * The same configuration with some keys set. Other lines stay as they are; definitions of the
     * keys are commented out, and the new ones follow at the end, in the order of their names.
     *
     * @throws IllegalArgumentException when a key or value cannot be written in this dialect
     */
    public MasterConfigFile with(Map<String, String> overrides) {
        overrides.forEach(MasterConfigFile::check);
        List<String> changed = new ArrayList<>();
        for (String line : lines) {
            boolean overridden = definition(line)
                    .map(matcher -> overrides.containsKey(matcher.group(1)))
                    .orElse(false);
            changed.add(overridden ? "# replaced by mfsha: " + line : line);
        }
        new TreeMap<>(overrides).forEach((key, value) -> changed.add(key + " = " + value));
        return new MasterConfigFile(changed);
    }

    /** The same with {@code key} set unless the administrator set it. */
    public MasterConfigFile withDefault(String key, String value) {
        return value(key).isPresent() ? this : with(Map.of(key, value));
    }

    /** The text to write to a file. */
    public String text() {
        return String.join("\n", lines) + "\n";
    }

    private static Optional<Matcher> definition(String line) {
        if (line.startsWith("#")) {
            return Optional.empty();
        }
        Matcher matcher = DEFINITION.matcher(line);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }

    private static void check(String key, String value) {
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c < 127);
        if (!key.matches("[A-Z][A-Z0-9_]*") || !printable || key.length() + value.length() > MAX_LINE_BYTES) {
            throw new IllegalArgumentException("cannot be written in mfsmaster.cfg: " + key + " = " + value);
        }
    }
}
