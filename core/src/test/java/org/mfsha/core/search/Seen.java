package org.mfsha.core.search;

/**
 * Which states were met: 128 bits of hash each, in one open-addressed array. Two of a hundred million states share their
 * 128 bits with a probability below 10<sup>-22</sup>. Not thread-safe.
 */
final class Seen {
    private long[] table = new long[1 << 17];
    private long size;

    /** Whether a state is met for the first time. */
    boolean add(int[] content) {
        long high = hash(content, 0x2545F4914F6CDD1DL);
        long low = hash(content, 0x9E3779B97F4A7C15L);
        if (size * 3 > table.length) {
            grow();
        }
        return insert(high == 0 ? 1 : high, low);
    }

    long size() {
        return size;
    }

    private boolean insert(long high, long low) {
        int mask = table.length / 2 - 1;
        int slot = (int) high & mask;
        while (table[2 * slot] != 0) {
            if (table[2 * slot] == high && table[2 * slot + 1] == low) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[2 * slot] = high;
        table[2 * slot + 1] = low;
        size++;
        return true;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        size = 0;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i] != 0) {
                insert(old[i], old[i + 1]);
            }
        }
    }

    private static long hash(int[] content, long seed) {
        long hash = seed;
        for (int word : content) {
            hash = mix(hash ^ word);
        }
        return hash;
    }

    /** The finisher of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static long mix(long value) {
        long mixed = (value + 0x9E3779B97F4A7C15L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
