package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * Sections NODE and FREE: which inode numbers are taken, and which of them become free again (filesystem.c, fs_storenode,
 * fs_storefree, 3.0.117).
 */
public final class StoredInodes {
    private static final int NODE_FORMAT = 0x14;
    private static final int FREE_FORMAT = 0x10;

    /** A bit for each: as much memory as this class may need, 50 MB. */
    private static final long GREATEST = 400_000_000;

    private static final int FREE_RECORD_BYTES = 8;

    /** Number, storage class, extra and Windows attributes, mode, user, group, three times, trash time. */
    private static final int COMMON_BYTES = 4 + 1 + 1 + 1 + 2 + 4 + 4 + 3 * 4 + 2;

    private StoredInodes() {}

    /**
     * The number of an inode that was removed.
     *
     * @param inode the number
     * @param sinceSeconds when it was removed, seconds since 1970
     */
    public record Removed(long inode, long sinceSeconds) {}

    /**
     * The numbers that are not given out: of what exists and of what was removed lately. Reads NODE and FREE once.
     *
     * @return empty when the base has another layout, or so many inodes that it would take too much memory
     */
    public static Optional<BitSet> taken(BaseFile base) throws IOException {
        var nodes = base.section("NODE").filter(section -> section.format() == NODE_FORMAT);
        var free = base.section("FREE").filter(section -> section.format() == FREE_FORMAT);
        if (nodes.isEmpty() || free.isEmpty()) {
            return Optional.empty();
        }
        try (DataInputStream in = base.open(nodes.get())) {
            long greatest = unsigned(in);
            if (greatest > GREATEST) {
                return Optional.empty();
            }
            in.skipNBytes(Integer.BYTES); // how many
            BitSet taken = new BitSet((int) greatest + 1);
            taken.set(0); // fsnodes_init_freebitmask
            byte[] record = new byte[COMMON_BYTES]; // one read is much cheaper than many
            for (int type = in.readByte(); type != 0; type = in.readByte()) {
                in.readFully(record);
                mark(taken, ByteBuffer.wrap(record).getInt(), base);
                skipRest(in, type, record, base);
            }
            removed(base, 0, removed -> {
                mark(taken, (int) removed.inode(), base);
                return true;
            });
            return Optional.of(taken);
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section NODE ends without its last record");
        }
    }

    private static void mark(BitSet taken, int inode, BaseFile base) throws MetadataException {
        if (inode < 0 || inode > GREATEST) {
            throw new MetadataException(base.path() + ": an inode with the number " + Integer.toUnsignedString(inode));
        }
        taken.set(inode);
    }

    /** What only some types have (MFSCommunication.h, TYPE_FILE and the following). */
    private static void skipRest(DataInputStream in, int type, byte[] buffer, BaseFile base) throws IOException {
        switch (type) {
            case 2, 4, 7 -> {} // directory, pipe, socket
            case 5, 6 -> in.skipNBytes(Integer.BYTES); // the device
            case 3 -> in.skipNBytes(unsigned(in)); // where the symbolic link leads
            case 1, 8, 9 -> { // file, in the trash, removed but open
                in.readFully(buffer, 0, Long.BYTES + Integer.BYTES);
                in.skipNBytes((ByteBuffer.wrap(buffer).getInt(Long.BYTES) & 0xffff_ffffL) * Long.BYTES);
            }
            default -> throw new MetadataException(base.path() + ": an inode of unknown type " + type);
        }
    }

    /** Takes one removed inode after the other. */
    @FunctionalInterface
    public interface Visitor {
        /** Takes it; false when it is one too many. */
        boolean take(Removed removed) throws IOException;
    }

    /**
     * Tells the removed inodes in the order in which their numbers become free.
     *
     * @param from how many to pass over
     */
    public static void removed(BaseFile base, long from, Visitor visitor) throws IOException {
        var section = base.section("FREE");
        if (section.isEmpty()) {
            return;
        }
        try (DataInputStream in = base.open(section.get())) {
            long left = unsigned(in) - from;
            in.skipNBytes(from * FREE_RECORD_BYTES);
            while (left > 0 && visitor.take(new Removed(unsigned(in), unsigned(in)))) {
                left--;
            }
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section FREE ends before its last record");
        }
    }

    private static long unsigned(DataInputStream in) throws IOException {
        return in.readInt() & 0xffff_ffffL;
    }
}
