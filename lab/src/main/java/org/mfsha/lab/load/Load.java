package org.mfsha.lab.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** An application at work: threads that repeat a turn until told to end. */
public abstract class Load implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Turnstile turnstile;
    private final Attempt attempt;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Load(Path mount, Turnstile turnstile, Consumer<Completion> observer) {
        this.ledger = new Ledger(observer);
        this.turnstile = turnstile;
        this.attempt = new Attempt(mount, ledger);
    }

    /** What it was promised so far. */
    public final Ledger ledger() {
        return ledger;
    }

    /** Tells the threads to end and waits a few seconds; those that hang in the file system are left to it. */
    @Override
    public final void close() {
        ending = true;
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    final Attempt attempt() {
        return attempt;
    }

    /** Starts a thread that repeats this, held at the turnstile between two turns, with a pause after each. */
    final void work(String name, Duration pause, Runnable turn) {
        work(name, pause, turn, () -> {});
    }

    /** The same, with something to do after the last turn. */
    final void work(String name, Duration pause, Runnable turn, Runnable end) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            while (!ending) {
                turnstile.pass(turn);
                LockSupport.parkNanos(pause.toNanos());
            }
            end.run();
        }));
    }
}
