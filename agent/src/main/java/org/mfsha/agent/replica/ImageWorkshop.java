package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.mfsha.agent.standby.Standby;

/**
 * Makes one image at a time, beside everything else. Used by the steward's thread only; the results come back to it.
 */
final class ImageWorkshop {
    private static final Logger LOG = System.getLogger(ImageWorkshop.class.getName());
    private static final long RETRY_SECONDS = 2;

    private final Results results;
    private volatile boolean busy;
    private Instant retryAt = Instant.EPOCH;
    private long orders;

    /** One way to make an image. */
    interface Build {
        Standby make() throws IOException, InterruptedException;
    }

    /** Who gets the results; called from another thread. */
    interface Results {
        void built(long order, Standby standby);

        void failed(long order, String what, String why);
    }

    ImageWorkshop(Results results) {
        this.results = results;
    }

    /** Whether an image is being made. */
    boolean isBusy() {
        return busy;
    }

    /**
     * Begins, unless one is being made already, or the last attempt has just failed.
     *
     * @return whether it began
     */
    boolean order(String what, Build build) {
        if (busy || Instant.now().isBefore(retryAt)) {
            return false;
        }
        busy = true;
        long order = ++orders;
        LOG.log(Level.INFO, "making an image {0}", what);
        Thread.ofVirtual().name("image-builder").start(() -> work(order, what, build));
        return true;
    }

    private void work(long order, String what, Build build) {
        try {
            results.built(order, build.make());
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.WARNING, "no image " + what, e);
            results.failed(order, what, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is being made is of no use any more. */
    void abandon() {
        orders++;
        busy = false;
    }

    /**
     * An order has ended.
     *
     * @return whether somebody still waits for it
     */
    boolean isAwaited(long order, boolean succeeded) {
        if (order != orders) {
            return false;
        }
        busy = false;
        retryAt = succeeded ? Instant.EPOCH : Instant.now().plusSeconds(RETRY_SECONDS);
        return true;
    }
}
