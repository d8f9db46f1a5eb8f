package org.mfsha.lab.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.mfsha.lab.load.Operation.Kind;

/** One client's part of a contest for locks: it tries, holds what it got for a while, gives it back, tries again. */
final class LockLoad extends Load {
    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final long SHORTEST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1500;

    private final String client;

    /**
     * Begins.
     *
     * @param flock the file both clients want to lock with flock(2)
     * @param fcntl the file both clients want to lock with fcntl(2)
     */
    LockLoad(
            Path mount,
            String client,
            LockBook flock,
            LockBook fcntl,
            Turnstile turnstile,
            Consumer<Completion> observer)
            throws IOException {
        super(mount, turnstile, observer);
        this.client = client;
        compete(flock, new Flock(mount.resolve(flock.path())));
        compete(fcntl, new RecordLock(mount.resolve(fcntl.path())));
    }

    /** Every time the other client was given a lock that this one had, or the other way round. */
    List<Missing> takeOffences() {
        return ledger().takeVanished();
    }

    private void compete(LockBook book, LockFile file) {
        Competitor competitor = new Competitor(book, file, new SplittableRandom(client.hashCode()));
        work("lock-" + client, PAUSE, competitor::turn);
    }

    private final class Competitor {
        private final LockBook book;
        private final LockFile file;
        private final SplittableRandom random;
        private boolean held;

        Competitor(LockBook book, LockFile file, SplittableRandom random) {
            this.book = book;
            this.file = file;
            this.random = random;
        }

        void turn() {
            held = false;
            attempt().make(Operation.on(Kind.LOCK, book.path()), () -> held = file.tryLock());
            if (!held) {
                return;
            }
            Optional<Missing> offence = book.acquired(client, System.nanoTime());
            offence.ifPresent(ledger()::find);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS)));
            book.releasing(client);
            attempt().make(Operation.on(Kind.UNLOCK, book.path()), file::unlock);
        }
    }
}
