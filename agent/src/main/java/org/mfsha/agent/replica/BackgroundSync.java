package org.mfsha.agent.replica;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.mfsha.moosefs.files.Journal;

/**
 * Puts changes on stable storage again and again, so that a power cut takes only those of the last moment: the kernel by
 * itself waits for half a minute. The fsync that a takeover waits for then finds little left to do, too. Beside everything
 * else, for a disk may take its time; one at a time. Used by one thread.
 */
final class BackgroundSync {
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Optional<Journal> failed = Optional.empty();

    /**
     * Begins, unless the disk is still at work on the last request, or has failed with the same journal.
     *
     * @param onFailure hears, once for each journal, why its changes may not be on disk; on another thread
     */
    void secure(Journal journal, Consumer<String> onFailure) {
        if (failed.filter(journal::equals).isEmpty() && busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("sync").start(() -> work(journal, onFailure));
        }
    }

    private void work(Journal journal, Consumer<String> onFailure) {
        try {
            journal.force();
        } catch (ClosedChannelException _) {
            // Nobody needs it any more: what took its place is asked for next.
        } catch (IOException e) {
            failed = Optional.of(journal);
            onFailure.accept(e.getMessage());
        } finally {
            busy.set(false);
        }
    }
}
