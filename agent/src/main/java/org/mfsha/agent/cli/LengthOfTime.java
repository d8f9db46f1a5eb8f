package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 90s}, {@code 45min}, {@code 1h30min}, {@code 1d}. */
final class LengthOfTime {
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m(?:in)?)?(?:(\\d{1,6})s)?");

    private LengthOfTime() {}

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException saying what is wrong and what would be right
     */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text.replace(" ", ""));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a length of time; write for example 90s, 45min, 2h or 1h30min");
        }
        Duration length = Duration.ofDays(part(form, 1))
                .plusHours(part(form, 2))
                .plusMinutes(part(form, 3))
                .plusSeconds(part(form, 4));
        if (length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a pause lasts at least 1s and at most 24h");
        }
        return length;
    }

    private static long part(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
