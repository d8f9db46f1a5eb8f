package org.mfsha.agent.takeover;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mfsha.agent.address.SharedAddress;

/**
 * Waits until no mount can still be writing to a chunk whose lock a takeover took from it, then lets snapshots be made.
 *
 * <p>Such a mount goes on until another one's write raises the chunk's version. But a chunk that a snapshot shares is not
 * raised, it is copied for the other writer, and what the first one still writes is acknowledged and lost
 * (chunks.c, chunk_univ_multi_modify; writedata.c; 3.0.117).
 */
final class SnapshotHold {
    private static final Logger LOG = System.getLogger(SnapshotHold.class.getName());
    private static final long RETRY_MILLIS = 200;

    private final SharedAddress address;
    private final long untilMillis;
    private final CountDownLatch over;

    /**
     * @param untilMillis wall clock, milliseconds since 1970
     * @param over open when this node serves no more
     */
    SnapshotHold(SharedAddress address, long untilMillis, CountDownLatch over) {
        this.address = address;
        this.untilMillis = untilMillis;
        this.over = over;
    }

    /** Waits, then releases; tries until it has, or this node serves no more. */
    void run() {
        try {
            long wait = Math.max(0, untilMillis - System.currentTimeMillis());
            while (!over.await(wait, TimeUnit.MILLISECONDS) && !released()) {
                wait = RETRY_MILLIS; // Whatever keeps the packet filter busy does not announce its end.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean released() {
        try {
            address.releaseSnapshots();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "snapshots are still held back: trying again", e);
            return false;
        }
    }
}
