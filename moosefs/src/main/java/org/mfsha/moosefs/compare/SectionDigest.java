package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.util.BitSet;
import org.mfsha.moosefs.files.BaseFile;

/**
 * A section's records as sums of hashes, one sum a bucket. Which bucket a record belongs to depends on
 * what it tells of, so that two tellings of one thing meet in one bucket. Takes 100 KiB, however
 * long the section is.
 */
final class SectionDigest {
    private static final int BUCKET_BITS = 12;
    /** A record in a map: entry, key, buffer, array. */
    private static final int KEPT_RECORD_BYTES = 200;

    private final long[] sums = new long[1 << BUCKET_BITS];
    private final long[] sizes = new long[1 << BUCKET_BITS];
    private final long[] counts = new long[1 << BUCKET_BITS];

    private SectionDigest() {}

    static SectionDigest of(BaseFile base, BaseFile.Section section, Layout layout) throws IOException {
        SectionDigest digest = new SectionDigest();
        SectionWalk.over(base, section, layout, (record, _) -> digest.add(record));
        return digest;
    }

    private void add(Fields record) {
        int bucket = bucket(record);
        sums[bucket] += Hash.of(record.bytes(), 0, record.length());
        sizes[bucket] += record.length();
        counts[bucket]++;
    }

    static int bucket(Fields record) {
        return (int) (record.keyHash() >>> (Long.SIZE - BUCKET_BITS));
    }

    /** The buckets whose records are not the same. */
    BitSet differingFrom(SectionDigest other) {
        BitSet differing = new BitSet();
        for (int i = 0; i < sums.length; i++) {
            differing.set(i, sums[i] != other.sums[i] || sizes[i] != other.sizes[i]);
        }
        return differing;
    }

    /** About how many bytes of memory a bucket's records take when they are kept. */
    long memory(int bucket) {
        return sizes[bucket] + counts[bucket] * KEPT_RECORD_BYTES;
    }
}
