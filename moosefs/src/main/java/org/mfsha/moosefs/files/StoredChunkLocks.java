package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Section CHNK: the chunks that were locked when the base was saved (chunks.c, chunk_store). */
public final class StoredChunkLocks {
    private StoredChunkLocks() {}

    /** Takes one lock after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** Chunk {@code chunkId} is locked up to and including second {@code lockedToSeconds}. */
        void locked(long chunkId, long lockedToSeconds);
    }

    /** The id that the next new chunk gets; 1 when the base has no chunks. */
    public static long nextChunkId(BaseFile base) throws IOException {
        var section = base.section("CHNK");
        if (section.isEmpty()) {
            return 1;
        }
        try (DataInputStream in = base.open(section.get())) {
            return in.readLong();
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section CHNK has no head");
        }
    }

    /** Reads the whole section, 17 bytes a chunk, and tells those with a lock. */
    public static void read(BaseFile base, Visitor visitor) throws IOException {
        var section = base.section("CHNK");
        if (section.isEmpty()) {
            return;
        }
        boolean archiveFlag = section.get().format() >= 0x11;
        try (DataInputStream in = base.open(section.get())) {
            in.readLong(); // the next chunk id
            while (true) {
                long chunkId = in.readLong();
                in.readInt(); // version
                long lockedTo = in.readInt() & 0xffff_ffffL;
                if (archiveFlag) {
                    in.readByte();
                }
                if (chunkId == 0) {
                    return;
                }
                if (lockedTo > 0) {
                    visitor.locked(chunkId, lockedTo);
                }
            }
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section CHNK ends without its last record");
        }
    }
}
