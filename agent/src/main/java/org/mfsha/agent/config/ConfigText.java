package org.mfsha.agent.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a configuration file as key and value, with their line numbers (mfscommon/cfg.c 3.0.117: a comment is a
 * whole line starting with {@code #}; blanks around key and value do not count).
 */
final class ConfigText {
    /** Larger files are no configuration of ours. */
    static final int MAX_CHARS = 256 * 1024;

    private static final Pattern DEFINITION = Pattern.compile("[ \t]*([!-<>-~]+)[ \t]*=[ \t]*(.*)");

    private ConfigText() {}

    record Entry(int line, String value) {}

    /** Reads all lines; whatever is not understood becomes a problem. A key without a value counts as not given. */
    static Map<Key, Entry> parse(Path file, String text, List<Problem> problems) {
        if (text.length() > MAX_CHARS) {
            problems.add(
                    new Problem(file, 0, "the file is larger than " + MAX_CHARS + " characters", "is it mfsha.cfg?"));
            return Map.of();
        }
        Map<Key, Entry> entries = new EnumMap<>(Key.class);
        List<String> lines = text.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                parseLine(file, index + 1, line, entries, problems);
            }
        }
        return entries;
    }

    private static void parseLine(Path file, int number, String line, Map<Key, Entry> entries, List<Problem> problems) {
        Matcher matcher = DEFINITION.matcher(line);
        if (!matcher.matches()) {
            problems.add(new Problem(
                    file, number, "not a definition: " + shortened(line), "write KEY = VALUE or # comment"));
            return;
        }
        String name = matcher.group(1);
        String value = matcher.group(2).strip();
        Key.named(name)
                .ifPresentOrElse(
                        key -> add(file, new Entry(number, value), key, entries, problems),
                        () -> problems.add(unknown(file, number, name)));
    }

    private static void add(Path file, Entry entry, Key key, Map<Key, Entry> entries, List<Problem> problems) {
        if (entry.value().isEmpty()) {
            return;
        }
        Entry earlier = entries.putIfAbsent(key, entry);
        if (earlier != null) {
            String what = key + " is given again, it was given on line " + earlier.line();
            problems.add(new Problem(file, entry.line(), what, "keep one of the two"));
        }
    }

    private static Problem unknown(Path file, int number, String name) {
        List<String> known = new ArrayList<>();
        Key.closestTo(name).ifPresent(key -> known.add("did you mean " + key + "?"));
        known.add("mfsha.cfg.dist lists every key");
        return new Problem(file, number, "unknown key " + shortened(name), String.join(" ", known));
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
