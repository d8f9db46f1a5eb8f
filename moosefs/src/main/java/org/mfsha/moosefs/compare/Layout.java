package org.mfsha.moosefs.compare;

import java.io.IOException;

/**
 * How the content of one section is to be read.
 *
 * @param section its name
 * @param format the version of its layout that this is, as in {@code BaseFile.Section}
 * @param head reads what stands before the records
 * @param body reads one record
 * @param mayHaveMore whether records that only the rebuilt file has are no difference
 */
record Layout(String section, int format, Head head, Body body, boolean mayHaveMore) {
    /** The records end with a mark, not after a number of them. */
    static final long UNTIL_MARK = -1;

    /** What stands before the records. */
    interface Head {
        /** Reads it and tells how many records follow, or {@link #UNTIL_MARK}. */
        long read(Fields in) throws IOException;
    }

    /** One record. */
    interface Body {
        /** Reads it; false when it was the mark of the end. */
        boolean read(Fields in) throws IOException;
    }

    static Layout of(String section, int format, Head head, Body body) {
        return new Layout(section, format, head, body, false);
    }

    /** The same where the rebuilt file may have records that the leader's has not. */
    Layout thatMayHaveMore() {
        return new Layout(section, format, head, body, true);
    }
}
