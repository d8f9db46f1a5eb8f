package org.mfsha.moosefs.compare;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.MetadataException;

/** Goes through one section of a file, record by record. */
final class SectionWalk {
    private SectionWalk() {}

    /** Takes one record after the other. */
    interface Visitor {
        /**
         * Takes a record.
         *
         * @param record its fields, valid during the call only
         * @param head whether this is what stands before the records
         */
        void record(Fields record, boolean head) throws IOException;
    }

    /**
     * Hands every record to the visitor, what stands before them first.
     *
     * @throws MetadataException when the section is not what its layout says
     */
    static void over(BaseFile base, BaseFile.Section section, Layout layout, Visitor visitor) throws IOException {
        String where = base.path() + ": section " + section.name();
        try (DataInputStream in = base.open(section)) {
            Fields fields = Fields.of(in);
            fields.begin();
            long count = layout.head().read(fields);
            visitor.record(fields, true);
            for (long read = 0; count == Layout.UNTIL_MARK || read < count; read++) {
                fields.begin();
                if (!layout.body().read(fields)) {
                    if (!fields.isBlank()) {
                        throw new MetadataException(where + " has a damaged mark at its end");
                    }
                    break;
                }
                visitor.record(fields, false);
            }
            if (fields.hasMore()) {
                throw new MetadataException(where + " goes on after its last record");
            }
        } catch (EOFException _) {
            throw new MetadataException(where + " ends in the middle of a record");
        }
    }
}
