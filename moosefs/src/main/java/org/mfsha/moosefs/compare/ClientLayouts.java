package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.util.List;

/** The sections of clients: SESS (sessions.c), OPEN (openfiles.c), FLCK (flocklocks.c), PLCK (posixlocks.c). */
final class ClientLayouts {
    private ClientLayouts() {}

    static List<Layout> all() {
        return List.of(
                // A closed session is not saved, but deleted by a line only up to ten seconds later.
                Layout.of("SESS", 0x15, ClientLayouts::sessionHead, ClientLayouts::session)
                        .thatMayHaveMore(),
                Layout.of("OPEN", 0x10, _ -> Layout.UNTIL_MARK, ClientLayouts::open),
                Layout.of("FLCK", 0x10, _ -> Layout.UNTIL_MARK, ClientLayouts::wholeFileLock),
                Layout.of("PLCK", 0x10, _ -> Layout.UNTIL_MARK, ClientLayouts::rangeLock));
    }

    private static long sessionHead(Fields in) throws IOException {
        in.number("next session", 4);
        in.remember(in.number("counters a session", 2));
        return Layout.UNTIL_MARK;
    }

    private static boolean session(Fields in) throws IOException {
        long id = in.key("session", 4);
        in.number("checksum of its exports", 8);
        long infoLength = in.number("info's length", 4);
        in.address("peer", false);
        in.number("root inode", 4);
        in.number("flags", 1);
        in.octal("umask");
        in.number("least goal", 1);
        in.number("greatest goal", 1);
        in.number("least trash time", 4);
        in.number("greatest trash time", 4);
        in.number("root's uid", 4);
        in.number("root's gid", 4);
        in.number("everybody's uid", 4);
        in.number("everybody's gid", 4);
        in.number("disabled operations", 4);
        in.notReproduced(4); // when it was disconnected: coming back leaves no line
        in.notReproduced(8 * in.remembered()); // operations of this hour and of the last: statistics
        in.text("info", infoLength);
        return id != 0;
    }

    private static boolean open(Fields in) throws IOException {
        long session = in.key("session", 4);
        long inode = in.key("open inode", 4);
        return session != 0 || inode != 0;
    }

    private static boolean wholeFileLock(Fields in) throws IOException {
        long inode = in.key("inode", 4);
        in.key("owner", 8);
        in.key("session", 4);
        in.number("kind", 1);
        return inode != 0;
    }

    private static boolean rangeLock(Fields in) throws IOException {
        long inode = in.key("inode", 4);
        in.key("owner", 8);
        in.key("session", 4);
        in.number("pid", 4);
        in.number("start", 8);
        in.number("end", 8);
        in.number("kind", 1);
        return inode != 0;
    }
}
