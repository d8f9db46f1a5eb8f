package org.mfsha.agent.archive.recovery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;

/** Times as administrators write and read them, in whole seconds: changes have no finer ones. Thread-safe. */
public final class Moment {
    private static final DateTimeFormatter INPUT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd['T'][' ']HH:mm[:ss][XXX][XX][X]", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter OUTPUT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    /** @param zone whose times are meant and told when nobody says otherwise */
    public Moment(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Understands {@code 2026-11-25 14:03:05}, {@code 2026-11-25T14:03:05}, both without seconds, and both with
     * {@code Z} or an offset.
     *
     * @return seconds since 1970
     * @throws RecoveryException saying what is wrong, or which time does not exist or happens twice here
     */
    public long parse(String text) throws RecoveryException {
        try {
            TemporalAccessor parsed = INPUT.parse(text.strip());
            LocalDateTime local = LocalDateTime.from(parsed);
            if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
                return local.toEpochSecond(ZoneOffset.from(parsed));
            }
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
            if (offsets.isEmpty()) {
                throw new RecoveryException("there is no " + text + " in " + zone + ": clocks were set forward then");
            }
            if (offsets.size() > 1) {
                throw new RecoveryException(text + " happened twice in " + zone + ": add " + offsets.getFirst()
                        + " for the first or " + offsets.getLast() + " for the second");
            }
            return local.toEpochSecond(offsets.getFirst());
        } catch (DateTimeException e) {
            throw new RecoveryException("'" + text + "' is no time: write for example 2026-11-25 14:03:05 (local time),"
                    + " 2026-11-25T14:03:05Z or 2026-11-25T14:03:05+01:00");
        }
    }

    /** In this zone. */
    public String tell(long seconds) {
        return OUTPUT.format(Instant.ofEpochSecond(seconds).atZone(zone));
    }

    /** Which zone, for a heading. */
    public String zone() {
        return zone.toString();
    }
}
