package org.mfsha.moosefs.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Section CSDB: the chunkservers that a base knows, all of them expected back (csdb.c, csdb_store). */
public final class StoredChunkservers {
    private static final int MAX_SERVERS = 65_536;

    private StoredChunkservers() {}

    /**
     * One chunkserver.
     *
     * @param address IPv4 as a 32-bit number
     * @param port where it serves data
     * @param id its number in the master, 0 = none
     * @param maintenance its absence was announced
     */
    public record Server(int address, int port, int id, boolean maintenance) {}

    /** Reads the section; a base without it knows no chunkserver. */
    public static List<Server> read(BaseFile base) throws IOException {
        var section = base.section("CSDB");
        if (section.isEmpty()) {
            return List.of();
        }
        int format = section.get().format();
        try (DataInputStream in = base.open(section.get())) {
            int count = in.readInt();
            if (count < 0 || count > MAX_SERVERS) {
                throw new MetadataException(base.path() + ": section CSDB claims " + count + " chunkservers");
            }
            List<Server> servers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int address = in.readInt();
                int port = in.readUnsignedShort();
                int id = format >= 0x11 ? in.readUnsignedShort() : 0;
                boolean maintenance = format >= 0x12 && in.readByte() != 0;
                in.skipNBytes(format >= 0x13 ? 4 : 0); // end of the maintenance
                servers.add(new Server(address, port, id, maintenance));
            }
            return List.copyOf(servers);
        } catch (EOFException _) {
            throw new MetadataException(base.path() + ": section CSDB ends in the middle of a record");
        }
    }
}
