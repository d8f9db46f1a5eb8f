package org.mfsha.lab.bench.report;

import java.util.Locale;
import org.mfsha.lab.bench.model.Spread;

/** Numbers as readers want them. */
final class Words {
    private Words() {}

    /** Seconds with as many digits as matter. */
    static String seconds(double millis) {
        double seconds = millis / 1000;
        return String.format(Locale.ROOT, seconds < 1 ? "%.2f" : seconds < 100 ? "%.1f" : "%.0f", seconds);
    }

    /** Median and worst in seconds; {@code > } before times that did not come to an end. */
    static String stall(Spread millis, boolean ended) {
        String open = ended ? "" : "> ";
        return seconds(millis.median()) + " / " + open + seconds(millis.worst());
    }

    /** A time in milliseconds with as many digits as matter. */
    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.1f" : "%.0f", millis);
    }

    /** How many times, with as many digits as matter. */
    static String times(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%.0f", factor);
    }

    /** A whole number with separators. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Memory in MiB. */
    static String mebibytes(double kib) {
        return String.format(Locale.ROOT, "%,.0f", kib / 1024);
    }
}
