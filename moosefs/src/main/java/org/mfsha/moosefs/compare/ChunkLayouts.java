package org.mfsha.moosefs.compare;

import java.io.IOException;
import java.util.List;

/** The sections of chunks: CHNK (chunks.c), CSDB (csdb.c), SCLA (storageclass.c). */
final class ChunkLayouts {
    private ChunkLayouts() {}

    static List<Layout> all() {
        return List.of(
                Layout.of("CHNK", 0x11, ChunkLayouts::chunkHead, ChunkLayouts::chunk),
                Layout.of("CSDB", 0x13, in -> in.number("chunkservers", 4), ChunkLayouts::chunkserver),
                Layout.of("SCLA", 0x16, ChunkLayouts::storageClassHead, ChunkLayouts::storageClass));
    }

    private static long chunkHead(Fields in) throws IOException {
        in.number("next chunk", 8);
        return Layout.UNTIL_MARK;
    }

    private static boolean chunk(Fields in) throws IOException {
        long id = in.key("chunk", 8);
        in.number("version", 4);
        in.notReproduced(4); // locked until: replication sets and clears it without a line
        in.number("archived", 1);
        return id != 0;
    }

    private static boolean chunkserver(Fields in) throws IOException {
        in.address("chunkserver", true);
        in.key("port", 2);
        in.number("number", 2);
        in.number("maintenance", 1);
        in.time("maintenance until");
        return true;
    }

    private static long storageClassHead(Fields in) throws IOException {
        in.remember(in.number("alternatives a label", 1));
        return Layout.UNTIL_MARK;
    }

    private static boolean storageClass(Fields in) throws IOException {
        long id = in.key("storage class", 2);
        long nameLength = in.number("name's length", 1);
        in.number("admin only", 1);
        in.number("mode", 1);
        in.number("archive delay", 2);
        long labels = in.number("labels for creation", 1)
                + in.number("labels to keep", 1)
                + in.number("labels in the archive", 1);
        in.text("name", nameLength);
        in.raw("labels", labels * 4 * in.remembered());
        return id != 0;
    }
}
