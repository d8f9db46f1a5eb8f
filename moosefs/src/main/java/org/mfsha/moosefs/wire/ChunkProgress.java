package org.mfsha.moosefs.wire;

/**
 * How far the master knows where chunks are (matoclserv.c, matoclserv_chunks_matrix; chunks.c,
 * chunk_counters_in_progress and chunk_store_chunkcounters).
 *
 * <p>After a restart {@code missingChunks} starts at the number of all needed chunks and falls to its
 * lasting value in the moment in which the last needed chunkserver has told its chunks. It is the
 * exact sign for "reads need not wait"; {@code gaining} lags behind, and the list of chunkservers
 * runs ahead. Compare with the value before the failure: an installation may lack chunks for good.
 *
 * @param losing a chunkserver went away and its copies are still being struck off
 * @param gaining a chunkserver is registering its chunks, or some chunk was told within the last 150
 *     ticks (3 s), so this stays set about 3 s after a registration is really complete
 * @param missingChunks chunks that files need and that have no copy now
 */
public record ChunkProgress(boolean losing, boolean gaining, long missingChunks) {
    private static final int SIDE = 11;

    /** Every chunk that files need has a copy: reads need not wait. */
    public boolean everyChunkReadable() {
        return missingChunks == 0;
    }

    static ChunkProgress parse(Packet packet, String peer) throws ProtocolException {
        PayloadReader in = new PayloadReader("chunks matrix from " + peer, packet);
        int flags = in.u8();
        long missing = 0;
        for (int goal = 0; goal < SIDE; goal++) { // first table: every copy; rows goals, columns copies
            for (int copies = 0; copies < SIDE; copies++) {
                long chunks = in.u32();
                missing += goal > 0 && copies == 0 ? chunks : 0;
            }
        }
        in.skip(SIDE * SIDE * 4); // second table: copies not marked for removal
        in.end();
        return new ChunkProgress((flags & 1) != 0, (flags & 2) != 0, missing);
    }
}
