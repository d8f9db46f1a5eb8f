package org.mfsha.moosefs.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * The chunkservers that the master knows, connected or not (csdb.c, csdb_servlist_data).
 *
 * <p>The master's metadata (section CSDB) holds every chunkserver that ever registered and was not
 * removed, so a promoted master lists the ones to expect as disconnected before they come back.
 * "Connected" is set when a registration <em>begins</em> (matocsserv.c, csdb_new_connection); whether
 * all its chunks have been told is not in this list, see {@link ChunkProgress}.
 */
public record ChunkserverList(List<Chunkserver> servers) {
    private static final int ENTRY_BYTES = 69;

    /** Keeps its own copy of the list. */
    public ChunkserverList {
        servers = List.copyOf(servers);
    }

    /**
     * One chunkserver.
     *
     * @param address dotted IPv4 address under which it registered
     * @param port where it serves data
     * @param id its number in the master
     * @param version 0.0.0 when it is not connected
     * @param connected a registration began and the connection stands
     * @param maintenance an administrator announced its absence
     * @param chunks how many chunks it says it holds; 0 when not connected
     */
    public record Chunkserver(
            String address,
            int port,
            int id,
            MooseVersion version,
            boolean connected,
            boolean maintenance,
            long chunks) {}

    /** Whether every chunkserver that is not in maintenance is connected. */
    public boolean allConnected() {
        return servers.stream().allMatch(server -> server.connected() || server.maintenance());
    }

    static ChunkserverList parse(Packet packet, String peer) throws ProtocolException {
        String where = "chunkserver list from " + peer;
        if (packet.payload().length % ENTRY_BYTES != 0) {
            throw new ProtocolException(
                    where + ": " + packet.payload().length + " bytes are not a multiple of " + ENTRY_BYTES);
        }
        PayloadReader in = new PayloadReader(where, packet);
        List<Chunkserver> servers = new ArrayList<>();
        while (in.remaining() > 0) {
            servers.add(entry(in));
        }
        return new ChunkserverList(servers);
    }

    private static Chunkserver entry(PayloadReader in) throws ProtocolException {
        int flagsAndVersion = in.i32();
        int flags = flagsAndVersion >>> 24;
        MooseVersion version = MooseVersion.ofWire(flagsAndVersion & 0xff_ffff);
        String address = Ipv4.dotted(in.i32());
        int port = in.u16();
        int id = in.u16();
        in.skip(8 + 8); // used and total space
        long chunks = in.u32();
        in.skip(8 + 8 + 4 + 4 + 4 + 4 + 4 + 1); // marked-for-removal space and chunks, errors, load, grace, labels
        return new Chunkserver(address, port, id, version, (flags & 1) == 0, (flags & 2) != 0, chunks);
    }
}
