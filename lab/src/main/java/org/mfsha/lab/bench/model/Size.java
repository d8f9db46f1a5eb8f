package org.mfsha.lab.bench.model;

import java.util.Locale;

/**
 * How much metadata there is.
 *
 * @param inodes files and directories
 */
public record Size(long inodes) implements Comparable<Size> {
    private static final long MILLION = 1_000_000;
    private static final long THOUSAND = 1_000;

    /** Ten thousand: next to nothing. */
    public static final Size SMALL = new Size(10 * THOUSAND);

    /** Two million. */
    public static final Size LARGE = new Size(2 * MILLION);

    /** Ten million. */
    public static final Size HUGE = new Size(10 * MILLION);

    /** Such as {@code 2 million}. */
    public String label() {
        if (inodes % MILLION == 0) {
            return inodes / MILLION + " million";
        }
        return inodes % THOUSAND == 0 ? inodes / THOUSAND + " thousand" : String.format(Locale.ROOT, "%,d", inodes);
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(inodes, other.inodes);
    }
}
