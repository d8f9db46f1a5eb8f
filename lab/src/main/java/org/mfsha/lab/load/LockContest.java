package org.mfsha.lab.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Two clients that want the same locks all the time, by flock(2) and by fcntl(2), and never wait for one. */
public final class LockContest implements AutoCloseable {
    private final LockLoad first;
    private final LockLoad second;

    /**
     * Begins.
     *
     * @param name of the files to be locked, without an ending; not used before on this file system
     * @param observer gets the operations as they end, from several threads
     */
    public LockContest(Path firstMount, Path secondMount, String name, Consumer<Completion> observer)
            throws IOException {
        LockBook flock = new LockBook(name + ".flock");
        LockBook fcntl = new LockBook(name + ".fcntl");
        Files.createFile(firstMount.resolve(flock.path()));
        Files.createFile(firstMount.resolve(fcntl.path()));
        Turnstile turnstile = new Turnstile();
        first = new LockLoad(firstMount, "the first client", flock, fcntl, turnstile, observer);
        second = new LockLoad(secondMount, "the second client", flock, fcntl, turnstile, observer);
    }

    /** Every lock that was given to one client while the other one surely had it, since this was asked last. */
    public List<Missing> takeOffences() {
        List<Missing> offences = new ArrayList<>(first.takeOffences());
        offences.addAll(second.takeOffences());
        return offences;
    }

    /** What both clients felt together. */
    public Figures figures(long fromNanos, long toNanos) {
        return first.ledger().figures(fromNanos, toNanos).and(second.ledger().figures(fromNanos, toNanos));
    }

    /** Drops the times of operations that ended before this moment. */
    public void forgetBefore(long nanos) {
        first.ledger().forgetBefore(nanos);
        second.ledger().forgetBefore(nanos);
    }

    /** Ends both. */
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
