package org.mfsha.lab.load;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * What a file must hold: records of equal length, each made from a seed, so that no copy needs to be kept.
 *
 * @param seed of the first record; the next one has the next seed
 * @param recordBytes length of each record
 * @param records how many are acknowledged; more may follow in the file
 */
public record Content(long seed, int recordBytes, int records) {
    /** The bytes of one record, 0 being the first. */
    public byte[] record(int number) {
        byte[] bytes = new byte[recordBytes];
        new SplittableRandom(seed + number).nextBytes(bytes);
        return bytes;
    }

    /** The same with one record more. */
    public Content appended() {
        return new Content(seed, recordBytes, records + 1);
    }

    /** Whether a file with these bytes holds the acknowledged records, unchanged, and nothing else. */
    public boolean isAllOf(byte[] file) {
        return firstWrong(file).isEmpty();
    }

    /** The first record that a file with these bytes does not hold; the one after the last if it holds more. */
    OptionalInt firstWrong(byte[] file) {
        for (int number = 0; number < records; number++) {
            int from = number * recordBytes;
            int to = from + recordBytes;
            if (to > file.length || !Arrays.equals(file, from, to, record(number), 0, recordBytes)) {
                return OptionalInt.of(number);
            }
        }
        return file.length > (long) recordBytes * records ? OptionalInt.of(records) : OptionalInt.empty();
    }

    /** Whether a file with these bytes holds at least the acknowledged records, unchanged. */
    public boolean isStartOf(byte[] file) {
        if (file.length < (long) recordBytes * records) {
            return false;
        }
        for (int number = 0; number < records; number++) {
            int from = number * recordBytes;
            if (!Arrays.equals(file, from, from + recordBytes, record(number), 0, recordBytes)) {
                return false;
            }
        }
        return true;
    }
}
