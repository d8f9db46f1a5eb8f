package org.mfsha.moosefs.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A MooseFS version as the wire has it: {@code major:16 middle:8 minor:8}. Ordered as released. */
public record MooseVersion(int major, int middle, int minor) implements Comparable<MooseVersion> {
    /** The version this protocol code was written against and says it is. */
    public static final MooseVersion OURS = new MooseVersion(3, 0, 117);

    private static final Pattern TOLD = Pattern.compile("version: (\\d{1,3})\\.(\\d{1,2})\\.(\\d{1,2}\\b|1\\d{2}\\b)");

    /** Checks the ranges of the three parts. */
    public MooseVersion {
        if (major < 0 || major > 0xffff || middle < 0 || middle > 0xff || minor < 0 || minor > 0xff) {
            throw new IllegalArgumentException("not a version: " + major + "." + middle + "." + minor);
        }
    }

    /** The version in what a program of MooseFS says to {@code -v}, such as {@code version: 3.0.117-1 ; build: 1341}. */
    public static Optional<MooseVersion> told(String output) {
        Matcher version = TOLD.matcher(output);
        return version.find()
                ? Optional.of(new MooseVersion(part(version, 1), part(version, 2), part(version, 3)))
                : Optional.empty();
    }

    private static int part(Matcher version, int group) {
        return Integer.parseInt(version.group(group));
    }

    /**
     * Decodes the 32-bit form. From 2.0 on the last byte is twice the minor number, odd in the Pro
     * edition (config.h: VERSMIN).
     */
    static MooseVersion ofWire(int bits) {
        int major = bits >>> 16;
        int last = bits & 0xff;
        return new MooseVersion(major, (bits >>> 8) & 0xff, major >= 2 ? last >>> 1 : last);
    }

    /** The 32-bit form of the Community Edition. */
    int toWire() {
        return (major << 16) | (middle << 8) | ((major >= 2 ? minor << 1 : minor) & 0xff);
    }

    @Override
    public int compareTo(MooseVersion other) {
        return Integer.compare(toWire(), other.toWire());
    }

    @Override
    public String toString() {
        return major + "." + middle + "." + minor;
    }
}
