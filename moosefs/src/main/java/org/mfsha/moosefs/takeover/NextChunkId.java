package org.mfsha.moosefs.takeover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.files.StoredChunkLocks;

/**
 * Follows which id the next new chunk gets, and sets ids aside that a lost master may have given out already.
 *
 * <p>A master that is lost with its last changes may have made chunks that its successor knows nothing of. Their clients
 * still write to them and end that by a word to the successor, which takes it into its changelog before it looks whether
 * there is such a chunk (filesystem.c, fs_writeend: {@code UNLOCK}). On replay an unknown chunk is fatal: no standby
 * could follow any more, and no restart of the successor would succeed. Worse, the successor would give the same ids to
 * other files. So it gets chunks of these ids, of no file and without a copy, as it makes them itself when a chunkserver
 * brings a chunk that it does not know (chunks.c, chunk_server_has_chunk); it removes them by itself after the same time.
 *
 * <p>For one thread.
 */
final class NextChunkId {
    /** More than a master makes in the moments that can be lost. */
    static final int SET_ASIDE = 1000;

    /** How long an unused chunk is kept, seconds (chunks.c, UNUSED_DELETE_TIMEOUT). */
    private static final long KEPT_SECONDS = 7L * 86_400;

    private long next;

    private NextChunkId(long next) {
        this.next = next;
    }

    /** Starts with a base; reads the head of its section CHNK. */
    static NextChunkId from(BaseFile base) throws IOException {
        return new NextChunkId(StoredChunkLocks.nextChunkId(base));
    }

    /** Takes the next line of the history. */
    void accept(ChangelogLine line) throws MetadataException {
        switch (line.operation()) {
            case "WRITE", "TRUNC" -> next = Math.max(next, line.numericResult() + 1);
            case "CHUNKADD" -> next = Math.max(next, line.number(0) + 1);
            case "NEXTCHUNKID" -> next = Math.max(next, line.number(0));
            default -> {
                // makes no chunk
            }
        }
    }

    /** The entries that set ids aside. */
    List<String> setAside(long seconds) {
        List<String> entries = new ArrayList<>(SET_ASIDE);
        for (long id = next; id < next + SET_ASIDE; id++) {
            entries.add(seconds + "|CHUNKADD(" + id + ",1," + (seconds + KEPT_SECONDS) + ")");
        }
        return entries;
    }
}
