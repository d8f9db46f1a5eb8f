package org.mfsha.linux.net;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Answers to look-ups (MATOCL_FUSE_LOOKUP) without what they say of chunks. The answer for a file says where its first
 * chunk is, and a client that opens the file at once believes it (matoclserv.c, matoclserv_fuse_lookup; fdcache.c; 3.0.117).
 * While no chunkserver is back it says "nowhere". A flag in the answer tells whether it says anything at all; without it
 * the client asks.
 *
 * <p>The packet: 407:32 59:32 message:32 inode:32 attributes:36 bytes flags:16 2:8 chunk:64 version:32. It is longer when
 * it names chunkservers, and shorter when the file has no chunk. mfsmaster writes several answers at once when it has
 * several for one client, so it may stand behind others.
 */
final class LookupAnswers {
    private static final int TYPE = 407;
    private static final int LENGTH = 59;
    private static final int FLAGS_BYTE = 52;
    private static final int ALL_BUT_CHUNK_ZERO_DATA = 0xfeff;

    /** How far nftables can look into a segment (nft_payload.c, U8_MAX). */
    private static final int REACH_BYTES = 255;

    /**
     * Other answers, with their heads: nothing (12), a status, attributes, an opened file, a new directory, a new file,
     * look-ups of what has no chunk, of a chunk that is nowhere, of one with one copy.
     */
    private static final List<Integer> OTHERS_BYTES = List.of(12, 13, 48, 49, 52, 53, 54, 67, 81);

    private LookupAnswers() {}

    /** A rule for each place where such an answer may begin: first in a segment, or behind one or two others. */
    static List<String> withoutChunks(String command) {
        Set<Integer> starts = new TreeSet<>(Set.of(0));
        starts.addAll(OTHERS_BYTES);
        OTHERS_BYTES.forEach(first -> OTHERS_BYTES.forEach(second -> starts.add(first + second)));
        return starts.stream()
                .filter(start -> start + FLAGS_BYTE + Short.BYTES <= REACH_BYTES)
                .map(start -> command + at(start, Integer.SIZE) + TYPE + " "
                        + at(start + Integer.BYTES, Integer.SIZE) + LENGTH + " "
                        + at(start + FLAGS_BYTE, Short.SIZE) + "set " + at(start + FLAGS_BYTE, Short.SIZE) + "& "
                        + ALL_BUT_CHUNK_ZERO_DATA + "\n")
                .toList();
    }

    private static String at(int startByte, int bits) {
        return "@ih," + startByte * Byte.SIZE + "," + bits + " ";
    }
}
