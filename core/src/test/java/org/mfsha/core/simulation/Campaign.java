package org.mfsha.core.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Runs of many seeds, several at a time; each run has its own world and is a matter of its seed alone. */
final class Campaign {
    private static final long GRACE_SECONDS = 600;

    private final AtomicLong next;
    private final long endNanos;
    private final AtomicReference<Optional<Failure>> failure = new AtomicReference<>(Optional.empty());
    private final Tally total = new Tally();

    /**
     * A seed that showed a broken promise.
     *
     * @param seed draws the run again
     * @param what which promise, in words
     * @param story the last steps that led to it
     */
    record Failure(long seed, String what, String story) {
        /** What a person needs to know. */
        String text() {
            return "seed " + seed + ": " + what + "\nreplay: " + command() + "\n" + story;
        }

        /** To be typed in the repository's root. */
        String command() {
            return "make simulate SEED=" + seed;
        }
    }

    private Campaign(long firstSeed, long seconds) {
        this.next = new AtomicLong(firstSeed);
        this.endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Fresh seeds on every processor for a while, or until the first that fails. */
    static Campaign ofFreshSeeds(long seconds) throws InterruptedException {
        var campaign = new Campaign(System.currentTimeMillis() * 1000, seconds);
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            for (int i = 0; i < workers; i++) {
                var _ = pool.submit(campaign::work);
            }
            pool.shutdown();
            if (!pool.awaitTermination(seconds + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a run does not end");
            }
        }
        return campaign;
    }

    private void work() {
        while (System.nanoTime() < endNanos && failure.get().isEmpty()) {
            long seed = next.getAndIncrement();
            var simulation = new Simulation(seed, Tampering.NONE, false);
            Optional<Failure> failed = run(seed, simulation);
            if (failed.isPresent()) {
                failure.compareAndSet(Optional.empty(), failed);
            } else {
                add(simulation.tally());
            }
        }
    }

    private synchronized void add(Tally tally) {
        total.add(tally);
    }

    /** One seed; a failure comes with its story. */
    static Optional<Failure> run(long seed) {
        return run(seed, new Simulation(seed, Tampering.NONE, false));
    }

    private static Optional<Failure> run(long seed, Simulation simulation) {
        if (violation(simulation).isEmpty()) {
            return Optional.empty();
        }
        var again = new Simulation(seed, Tampering.NONE, true);
        String what = violation(again).orElse("it did not fail a second time: the simulation is not deterministic");
        return Optional.of(new Failure(seed, what, again.settings() + "\n" + again.story()));
    }

    /** Which promise a run broke. An assertion of the core that trips is a broken promise too. */
    static Optional<String> violation(Simulation simulation) {
        try {
            simulation.run();
            return Optional.empty();
        } catch (Violation broken) {
            return Optional.of(broken.getMessage());
        } catch (RuntimeException tripped) {
            return Optional.of("tripped: " + tripped + " at " + place(tripped));
        }
    }

    private static String place(RuntimeException tripped) {
        return Arrays.stream(tripped.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.mfsha"))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }

    Optional<Failure> failure() {
        return failure.get();
    }

    Tally total() {
        return total;
    }
}
