package org.mfsha.agent.verify;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.mfsha.linux.ProcessProtection;

/**
 * Has the image verified, now and then and on demand, one verification at a time, on a thread that gets the processor
 * when nobody else wants it. Thread-safe.
 */
public final class VerifyDuty implements AutoCloseable {
    private static final Logger LOG = System.getLogger(VerifyDuty.class.getName());
    private static final long LOOK_MINUTES = 10;
    private static final long OVERDUE = 3;
    private static final long RETRY_MILLIS = Duration.ofHours(1).toMillis();

    private final Charge charge;
    private final Check check;
    private final VerificationLog log;
    private final long everyMillis;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task ->
            Thread.ofPlatform().daemon().name("verify").unstarted(() -> {
                ProcessProtection.lowerPriorityOfThread()
                        .ifPresent(refused -> LOG.log(Level.WARNING, "verifying at full priority: {0}", refused));
                task.run();
            }));

    private Run current = new Run(0, new CompletableFuture<>());
    /** Whoever waits for it may ask once more when the next one has begun already. */
    private Run previous = current;

    private final long startedAt = System.currentTimeMillis();
    private volatile String lastReason = "";

    private record Run(long number, CompletableFuture<Verification> outcome) {}

    /** The standby in this node's charge. */
    public interface Charge {
        /** What can be verified; empty while this node is no hot standby of a leader. */
        Optional<Subject> subject();

        /** Whether an administrator wants nothing to happen now: nothing is verified then without being asked for. */
        boolean isPaused();

        /** An image differs: it must not be used any more. */
        void distrust(Path image);
    }

    /** How an image is verified. */
    @FunctionalInterface
    public interface Check {
        /** See {@link Verifier#verify}. */
        Verification verify(Subject subject, BooleanSupplier wanted) throws InterruptedException;
    }

    /**
     * Does nothing before {@link #start}.
     *
     * @param every how often the image is verified without being asked to; zero: never
     */
    public VerifyDuty(Charge charge, Check check, VerificationLog log, Duration every) {
        this.charge = charge;
        this.check = check;
        this.log = log;
        this.everyMillis = every.toMillis();
    }

    /** Begins to verify regularly. */
    public void start() {
        if (everyMillis > 0) {
            var _ = thread.scheduleWithFixedDelay(this::onTime, LOOK_MINUTES, LOOK_MINUTES, TimeUnit.MINUTES);
        }
    }

    /** What can be verified; empty while this node is no hot standby of a leader. */
    public Optional<Subject> subject() {
        return charge.subject();
    }

    /**
     * Begins a verification, or joins the one that runs.
     *
     * @return its number, for {@link #await}
     */
    public synchronized long begin() {
        if (current.number() == 0 || current.outcome().isDone()) {
            Run run = new Run(current.number() + 1, new CompletableFuture<>());
            previous = current;
            current = run;
            thread.execute(() -> carryOut(run));
        }
        return current.number();
    }

    /**
     * Waits for a verification.
     *
     * @return empty when it still runs after that time
     * @throws IOException when there is no such verification, or it was broken off by the end of the agent
     */
    public Optional<Verification> await(long number, Duration limit) throws IOException, InterruptedException {
        Run run;
        synchronized (this) {
            run = previous.number() == number ? previous : current;
        }
        if (run.number() != number) {
            throw new IOException("the agent knows no verification " + number + " any more: ask again");
        }
        try {
            return Optional.of(run.outcome().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    /** What somebody should look at. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        log.last().ifPresent(last -> {
            switch (last.result()) {
                case DIFFERENT ->
                    problems.add("this node's " + last.text() + "; " + String.join("; ", last.differences())
                            + ". It was set aside and a new one is made: look for a fault of disk or memory here, and"
                            + " run `mfsha verify` after the leader's next save");
                case FAILED ->
                    problems.add("this node's image could not be verified: " + last.text()
                            + ". Run `mfsha verify` when that is mended");
                default -> {}
            }
        });
        unproven().ifPresent(problems::add);
        return List.copyOf(problems);
    }

    /** A standby that finds nothing to compare with day after day is told about. */
    private Optional<String> unproven() {
        long since =
                Math.max(startedAt, log.last().map(Verification::finishedAt).orElse(0L));
        long millis = System.currentTimeMillis() - since;
        boolean overdue = everyMillis > 0 && millis > OVERDUE * everyMillis && !lastReason.isEmpty();
        return overdue && charge.subject().isPresent()
                ? Optional.of("this node's image was not verified for "
                        + Duration.ofMillis(millis).toHours() + " h: " + lastReason)
                : Optional.empty();
    }

    private void onTime() {
        boolean due = log.last()
                .map(last -> System.currentTimeMillis() - last.finishedAt()
                        >= (last.result() == Verification.Result.FAILED
                                ? Math.min(RETRY_MILLIS, everyMillis)
                                : everyMillis))
                .orElse(true);
        if (due && !charge.isPaused() && charge.subject().isPresent()) {
            begin();
        }
    }

    private void carryOut(Run run) {
        try {
            Optional<Subject> subject = charge.subject();
            run.outcome().complete(subject.isPresent() ? verify(subject.get()) : noSubject());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            run.outcome().completeExceptionally(new IOException("the agent ends", e));
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a verification failed", e);
            run.outcome().completeExceptionally(e);
        }
    }

    private static Verification noSubject() {
        return new Verification(
                System.currentTimeMillis(),
                Verification.Result.NOT_COMPARED,
                0,
                "this node is no hot standby of a leader",
                List.of(),
                0);
    }

    private Verification verify(Subject subject) throws InterruptedException {
        Verification verification = check.verify(subject, () -> charge.subject().isPresent());
        switch (verification.result()) {
            case EQUAL ->
                LOG.log(Level.INFO, "image verified: {0}, {1} ms", verification.text(), verification.millis());
            case NOT_COMPARED -> {
                // Asked again every ten minutes: the same reason is told once.
                Level level = verification.text().equals(lastReason) ? Level.DEBUG : Level.INFO;
                LOG.log(level, "image not verified: {0}", verification.text());
                lastReason = verification.text();
            }
            case FAILED -> LOG.log(Level.ERROR, "image not verified: {0}", verification.text());
            case DIFFERENT -> {
                LOG.log(Level.ERROR, "{0}", verification.text());
                verification.differences().forEach(each -> LOG.log(Level.ERROR, "differs: {0}", each));
            }
        }
        if (verification.result() != Verification.Result.NOT_COMPARED) {
            log.add(verification);
        }
        if (verification.result() == Verification.Result.DIFFERENT) {
            charge.distrust(subject.image());
        }
        return verification;
    }

    /** Ends a running verification. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
