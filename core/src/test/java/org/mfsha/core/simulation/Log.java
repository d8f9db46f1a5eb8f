package org.mfsha.core.simulation;

import java.util.Arrays;

/**
 * A metadata log as it really is: a base, and lines that each have a version and a name of their own, so that gaps show
 * and two histories can be told apart. Without a gap the line of version V has the index V - 1.
 */
final class Log {
    private long[] versions;
    private long[] changes;
    private int size;
    private int base;
    private int lastMisfit;

    Log() {
        this(new long[64], new long[64], 0, 0);
    }

    private Log(long[] versions, long[] changes, int size, int base) {
        this.versions = versions;
        this.changes = changes;
        this.size = size;
        this.base = base;
        this.lastMisfit = -1;
    }

    Log copy() {
        Log copy = new Log(versions.clone(), changes.clone(), size, base);
        copy.lastMisfit = lastMisfit;
        return copy;
    }

    /** Everything so far becomes the base, as in a metadata file that was just downloaded. */
    Log copyAsBase() {
        return new Log(versions.clone(), changes.clone(), size, size);
    }

    void append(long change) {
        append(nextVersion(), change);
    }

    /** Appends a line as it came, whether it fits or not. */
    void append(long version, long change) {
        if (size == changes.length) {
            versions = Arrays.copyOf(versions, 2 * size);
            changes = Arrays.copyOf(changes, 2 * size);
        }
        if (version != size + 1L) {
            lastMisfit = size;
        }
        versions[size] = version;
        changes[size++] = change;
    }

    int size() {
        return size;
    }

    /** Version of the next change, as MooseFS counts: never 0 for a node that has data. */
    long nextVersion() {
        return size == 0 ? 1 : versions[size - 1] + 1;
    }

    /** What the line of a version says; only for a version this log has. */
    long changeOf(long version) {
        return changes[(int) version - 1];
    }

    /** Takes what the other log has beyond this one, up to a size. */
    void extendFrom(Log other, int upTo) {
        for (int i = size; i < Math.min(upTo, other.size); i++) {
            append(other.versions[i], other.changes[i]);
        }
    }

    void cutTo(int newSize) {
        size = Math.min(size, newSize);
        base = Math.min(base, newSize);
    }

    /** Whether a line is missing between base and tip. */
    boolean hasGap() {
        return lastMisfit >= base && lastMisfit < size;
    }

    /** Length of what both have in common. Histories that parted never meet again, hence the bisection. */
    int commonWith(Log other) {
        int low = 0;
        int high = Math.min(size, other.size);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (changes[middle - 1] == other.changes[middle - 1]) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
