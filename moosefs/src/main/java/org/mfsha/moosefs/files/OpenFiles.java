package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Section OPEN: which session holds which inode open (openfiles.c, of_store). */
public final class OpenFiles {
    private OpenFiles() {}

    /** Takes one entry after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** Session {@code session} holds {@code inode} open. */
        void open(long session, long inode);
    }

    /** Reads the section entry by entry; a base without it has nothing open. */
    public static void read(BaseFile base, Visitor visitor) throws IOException {
        var section = base.section("OPEN");
        if (section.isEmpty()) {
            return;
        }
        try (DataInputStream in = base.open(section.get())) {
            while (true) {
                long session = in.readInt() & 0xffff_ffffL;
                long inode = in.readInt() & 0xffff_ffffL;
                if (session == 0 && inode == 0) {
                    return;
                }
                visitor.open(session, inode);
            }
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section OPEN ends without its last record");
        }
    }
}
