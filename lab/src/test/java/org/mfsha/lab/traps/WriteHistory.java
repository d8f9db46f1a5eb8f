package org.mfsha.lab.traps;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who wrote what where, and from when on it was promised to last. A file is units of {@value #UNIT_BYTES} bytes; each
 * says which write it is from. Thread-safe.
 */
final class WriteHistory {
    static final int UNIT_BYTES = 16;

    private final List<Write> writes = new ArrayList<>();

    /** A contiguous write; it is acknowledged when an fsync that began after it has returned. */
    static final class Write {
        private final int number;
        private final int firstUnit;
        private final int units;
        private final long beganNanos = System.nanoTime();
        private volatile long acknowledgedNanos = Long.MAX_VALUE;

        private Write(int number, int firstUnit, int units) {
            this.number = number;
            this.firstUnit = firstUnit;
            this.units = units;
        }

        long offset() {
            return (long) firstUnit * UNIT_BYTES;
        }

        ByteBuffer bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(units * UNIT_BYTES);
            for (int unit = 0; unit < units; unit++) {
                bytes.putLong(number).putLong((long) number * firstUnit + unit);
            }
            return bytes.flip();
        }

        void acknowledged() {
            acknowledgedNanos = System.nanoTime();
        }

        private boolean covers(int unit) {
            return unit >= firstUnit && unit < firstUnit + units;
        }

        private boolean matches(int unit, long second) {
            return second == (long) number * firstUnit + unit - firstUnit;
        }

        @Override
        public String toString() {
            return "write " + number;
        }
    }

    /** A write begins. Its number is above 0. */
    synchronized Write begin(int firstUnit, int units) {
        Write write = new Write(writes.size() + 1, firstUnit, units);
        writes.add(write);
        return write;
    }

    /** How many there were. */
    synchronized int size() {
        return writes.size();
    }

    /** What is wrong with this content of the file, in words, at most ten things. */
    List<String> violations(byte[] content) {
        return violations(content, OptionalLong.empty());
    }

    /**
     * What is wrong, in words.
     *
     * @param takenNanos when the content was taken, if writing went on: only what was acknowledged before must be there
     */
    synchronized List<String> violations(byte[] content, OptionalLong takenNanos) {
        long until = takenNanos.orElse(Long.MAX_VALUE - 1);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        List<String> violations = new ArrayList<>();
        for (int unit = 0; unit < content.length / UNIT_BYTES && violations.size() < 10; unit++) {
            long number = bytes.getLong(unit * UNIT_BYTES);
            long second = bytes.getLong(unit * UNIT_BYTES + 8);
            long beganNanos = Long.MIN_VALUE;
            long acknowledgedNanos = Long.MIN_VALUE;
            if (number != 0 || second != 0) {
                if (number < 1 || number > writes.size()) {
                    violations.add("unit " + unit + " holds " + number + ", which nobody wrote");
                    continue;
                }
                Write seen = writes.get((int) number - 1);
                if (!seen.covers(unit) || !seen.matches(unit, second)) {
                    violations.add("unit " + unit + " holds a part of " + seen + " that belongs elsewhere");
                }
                beganNanos = seen.beganNanos;
                acknowledgedNanos = seen.acknowledgedNanos;
            }
            long before = acknowledgedNanos == Long.MAX_VALUE ? beganNanos : acknowledgedNanos;
            int at = unit;
            writes.stream()
                    .filter(write -> write.covers(at) && write.acknowledgedNanos < until && write.beganNanos > before)
                    .findFirst()
                    .ifPresent(write -> violations.add("unit " + at + " holds write " + number + ", but " + write
                            + " began after that one had ended, and was acknowledged"));
        }
        int end = content.length / UNIT_BYTES;
        writes.stream()
                .filter(write -> write.acknowledgedNanos < until && write.firstUnit + write.units > end)
                .findFirst()
                .ifPresent(write -> violations.add("the file ends before " + write));
        return violations;
    }
}
