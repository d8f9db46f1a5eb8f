package org.mfsha.agent.replica;

import java.io.IOException;
import java.util.List;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

/**
 * Changes that this node can tell others.
 *
 * @param lineage the epochs they belong to
 * @param serving whether this node's mfsmaster serves in the last of these epochs
 * @param journals files that hold them, oldest first, each beginning where the one before ends
 */
record HeldChanges(Lineage lineage, boolean serving, List<Journal> journals) {
    private static final int BATCH_BYTES = 512 * 1024;

    static final HeldChanges NONE = new HeldChanges(Lineage.EMPTY, false, List.of());

    HeldChanges {
        journals = List.copyOf(journals);
    }

    /** Some changes from a version on; empty when there are none, or when the version is not held. */
    List<LogLine> from(long version) throws IOException {
        for (Journal journal : journals) {
            if (version >= journal.firstVersion() && version < journal.nextVersion()) {
                return journal.read(version, BATCH_BYTES);
            }
        }
        return List.of();
    }
}
