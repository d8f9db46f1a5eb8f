package org.mfsha.agent.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as MooseFS's configuration files have them (mfscommon, hdd space: {@code 256MiB}, {@code 1.5TB}). */
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?(?:([kKMGTPE])(i?))?B?");
    private static final String PREFIXES = "kMGTPE";
    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final long KIBI = 1024;

    private ByteSize() {}

    /** Reads a size; empty when it is none, or more than a long has. */
    static Optional<Long> parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2);
        long unit = "i".equals(matcher.group(3)) ? KIBI : 1000;
        int power =
                prefix.isEmpty() ? 0 : PREFIXES.indexOf(prefix.replace('K', 'k').charAt(0)) + 1;
        BigDecimal bytes = new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(unit).pow(power));
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.longValue());
    }

    /** For a person: {@code 17.3 MiB}. */
    public static String inWords(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= KIBI && unit < UNITS.size() - 1) {
            value /= KIBI;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
