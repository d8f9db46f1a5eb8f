package org.mfsha.moosefs.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change taken apart: {@code SECONDS|OPERATION(ARGUMENT,...)[:RESULT]} (restore.c, restore_line).
 *
 * @param version the metadata version that the change applies to
 * @param timestampSeconds when the master made it, seconds since 1970, 32 bits
 * @param operation its name in capitals, e.g. {@code CREATE}
 * @param arguments as written, escapes included (names escape comma and parentheses, not brackets);
 *     SNAPSHOT's list of groups in square brackets is one argument
 * @param result what follows the colon, e.g. the new inode
 */
public record ChangelogLine(
        long version, long timestampSeconds, String operation, List<String> arguments, Optional<String> result) {
    private static final long MAX_SECONDS = 0xffff_ffffL;

    /** Keeps its own copy of the arguments. */
    public ChangelogLine {
        arguments = List.copyOf(arguments);
    }

    /**
     * Takes a line apart, strictly: what mfsmaster would silently skip is an error here.
     *
     * @throws MetadataException saying what is wrong with the line
     */
    public static ChangelogLine parse(LogLine line) throws MetadataException {
        String text = line.text();
        int bar = text.indexOf('|');
        int open = text.indexOf('(', bar + 1);
        int close = text.lastIndexOf(')');
        if (bar < 1) {
            throw malformed(line, "has no timestamp");
        }
        if (open < bar + 2 || close < open) {
            throw malformed(line, "has no operation with arguments in parentheses");
        }
        long seconds = unsigned(line, "timestamp", text.substring(0, bar));
        if (seconds > MAX_SECONDS) {
            throw malformed(line, "has a timestamp beyond 32 bits");
        }
        String operation = text.substring(bar + 1, open);
        if (!operation.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
            throw malformed(line, "has no operation in capitals");
        }
        return new ChangelogLine(
                line.version(),
                seconds,
                operation,
                arguments(line, operation, text.substring(open + 1, close)),
                result(line, text.substring(close + 1)));
    }

    /** An argument that must be a number without sign. */
    public long number(int index) throws MetadataException {
        if (index >= arguments.size()) {
            throw new MetadataException(
                    "change " + version + " (" + operation + ") has only " + arguments.size() + " arguments");
        }
        return unsigned(this, "argument " + (index + 1), arguments.get(index));
    }

    /** The result, which must be a number without sign. */
    public long numericResult() throws MetadataException {
        String value = result.orElseThrow(
                () -> new MetadataException("change " + version + " (" + operation + ") has no result"));
        return unsigned(this, "result", value);
    }

    /** The results of an operation with several, separated by commas; empty when there is none. */
    public List<Long> numericResults() throws MetadataException {
        List<Long> numbers = new ArrayList<>();
        if (result.isPresent()) {
            for (String value : result.get().split(",", -1)) {
                numbers.add(unsigned(this, "result", value));
            }
        }
        return numbers;
    }

    private static List<String> arguments(LogLine line, String operation, String text) throws MetadataException {
        List<String> arguments = new ArrayList<>();
        if (text.indexOf('(') >= 0 || text.indexOf(')') >= 0) {
            throw malformed(line, "has a parenthesis among its arguments");
        }
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(',', start);
            if (operation.equals("SNAPSHOT") && arguments.size() >= 3 && text.charAt(start) == '[') {
                end = text.indexOf(',', Math.max(start, text.indexOf(']', start)));
            }
            arguments.add(text.substring(start, end < 0 ? text.length() : end));
            start = end < 0 ? text.length() : end + 1;
        }
        if (text.endsWith(",")) {
            arguments.add("");
        }
        return arguments;
    }

    private static Optional<String> result(LogLine line, String rest) throws MetadataException {
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        if (rest.charAt(0) != ':' || rest.length() == 1) {
            throw malformed(line, "has something other than a result at its end");
        }
        return Optional.of(rest.substring(1));
    }

    private static long unsigned(Object line, String what, String digits) throws MetadataException {
        try {
            long value = Long.parseLong(digits);
            if (value >= 0 && digits.charAt(0) != '+' && digits.charAt(0) != '-') {
                return value;
            }
        } catch (NumberFormatException _) {
            // told below, with the line
        }
        throw new MetadataException(what + " is not a number in " + line);
    }

    private static MetadataException malformed(LogLine line, String why) {
        return new MetadataException("change " + line.version() + " " + why);
    }
}
