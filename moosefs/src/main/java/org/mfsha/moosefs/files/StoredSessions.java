package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Section SESS: the sessions that a base knows (sessions.c, sessions_store).
 *
 * @param nextSessionId the id of the next new session
 * @param sessions all that were not closed
 */
public record StoredSessions(long nextSessionId, List<Session> sessions) {
    private static final int OLDEST_FORMAT = 0x12; // MooseFS 2.0
    private static final int MAX_INFO_BYTES = 1_000_000;

    /** Keeps its own copy of the list. */
    public StoredSessions {
        sessions = List.copyOf(sessions);
    }

    /**
     * One session.
     *
     * @param id its number, 1 or more
     * @param disconnectedSeconds when its last connection ended, seconds since 1970; 0 = it was
     *     connected when the base was saved
     * @param info what the client said of itself, usually its mount point
     */
    public record Session(long id, long disconnectedSeconds, String info) {}

    /** Reads the section; a base without it has no sessions. */
    public static StoredSessions read(BaseFile base) throws IOException {
        var section = base.section("SESS");
        if (section.isEmpty()) {
            return new StoredSessions(1, List.of());
        }
        int format = section.get().format();
        if (format < OLDEST_FORMAT) {
            throw new MetadataException(base.path() + ": section SESS has an unknown format " + format);
        }
        try (DataInputStream in = base.open(section.get())) {
            long next = in.readInt() & 0xffff_ffffL;
            int counters = in.readUnsignedShort();
            List<Session> sessions = new ArrayList<>();
            while (true) {
                long id = in.readInt() & 0xffff_ffffL;
                if (id == 0) {
                    return new StoredSessions(next, sessions);
                }
                sessions.add(session(in, id, format, counters));
            }
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section SESS ends in the middle of a record");
        }
    }

    private static Session session(DataInputStream in, long id, int format, int counters) throws IOException {
        in.skipNBytes(format >= 0x13 ? 8 : 0); // checksum of the exports
        int infoBytes = in.readInt();
        if (infoBytes < 0 || infoBytes > MAX_INFO_BYTES) {
            throw new MetadataException("session " + id + " claims an info of " + infoBytes + " bytes");
        }
        in.skipNBytes(4 + 4 + 1); // peer address, root inode, flags
        in.skipNBytes(format >= 0x14 ? 2 : 0); // umask
        in.skipNBytes(1 + 1 + 4 + 4 + 4 * 4); // goals, trash times, mapped ids
        in.skipNBytes(format >= 0x15 ? 4 : 0); // disabled operations
        long disconnected = in.readInt() & 0xffff_ffffL;
        in.skipNBytes(counters * 8L);
        byte[] info = in.readNBytes(infoBytes);
        if (info.length < infoBytes) {
            throw new EOFException();
        }
        return new Session(id, disconnected, new String(info, StandardCharsets.UTF_8));
    }
}
