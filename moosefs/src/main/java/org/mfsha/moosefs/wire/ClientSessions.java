package org.mfsha.moosefs.wire;

import java.util.ArrayList;
import java.util.List;

/** The sessions that the master knows, connected or not (sessions.c, sessions_datafill, mode 2). */
public record ClientSessions(List<Session> sessions) {
    /** Keeps its own copy of the list. */
    public ClientSessions {
        sessions = List.copyOf(sessions);
    }

    /**
     * One session.
     *
     * @param id its number
     * @param address dotted IPv4 address of the client
     * @param version of the client; 0.0.0 when unknown
     * @param openFiles how many inodes it holds open
     * @param connections how many connections it has now, at most 255
     * @param info what the client says of itself, usually its mount point
     */
    public record Session(
            long id, String address, MooseVersion version, long openFiles, int connections, String info) {}

    static ClientSessions parse(Packet packet, String peer) throws ProtocolException {
        PayloadReader in = new PayloadReader("session list from " + peer, packet);
        int counters = in.u16();
        List<Session> sessions = new ArrayList<>();
        while (in.remaining() > 0) {
            sessions.add(session(in, counters));
        }
        return new ClientSessions(sessions);
    }

    private static Session session(PayloadReader in, int counters) throws ProtocolException {
        long id = in.u32();
        String address = Ipv4.dotted(in.i32());
        MooseVersion version = MooseVersion.ofWire(in.i32());
        long openFiles = in.u32();
        int connections = in.u8();
        in.skip(4); // seconds until the session expires
        String info = in.text(in.u32());
        in.text(in.u32()); // root directory
        in.skip(1 + 4 * 4 + 2 + 2 * 4); // flags, mapped ids, goals, trash times
        in.skip(counters * 8);
        return new Session(id, address, version, openFiles, connections, info);
    }
}
