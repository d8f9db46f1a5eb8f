package org.mfsha.lab.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.bench.contender.Contender;
import org.mfsha.lab.bench.contender.TakeoverTrace;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Outcome;
import org.mfsha.lab.bench.model.Stall;
import org.mfsha.lab.bench.model.Trial;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Moment;
import org.mfsha.lab.load.Verified;
import org.mfsha.lab.load.Workload;
import org.mfsha.lab.system.Await;

/** One fault on a calm cluster under full load. */
final class FaultTrial {
    private static final Duration WARM_LIMIT = Duration.ofMinutes(1);
    private static final int WARM_OPERATIONS = 500;

    /** The applications' own directories must have left the host: without them nothing else could be judged. */
    private static final long WARM_MILLIS = 2500;

    private static final int PROGRESS_OPERATIONS = 50;

    /** Longer than any wait that a takeover explains, but for locked chunks. */
    private static final Duration HANGING = Duration.ofSeconds(20);

    /** After a takeover the applications go on this long, so that late effects are seen too. */
    private static final long AFTERMATH_MILLIS = 3000;

    /** An application that completed nothing for so long at the end has not gone on. */
    private static final long STANDING_NANOS = TimeUnit.MILLISECONDS.toNanos(AFTERMATH_MILLIS / 2);

    private static final int SAMPLES = 10;

    private final Contender contender;
    private final Trial.Fault trial;
    private final Duration limit;
    private final long begun;

    /**
     * @param contender calm
     * @param limit how long the applications may stand still before they are given up
     * @param begun when the cluster began to be made ({@link System#nanoTime()})
     */
    FaultTrial(Contender contender, Trial.Fault trial, Duration limit, long begun) {
        this.contender = contender;
        this.trial = trial;
        this.limit = limit;
        this.begun = begun;
    }

    /** Lets the fault happen and tells what came of it. */
    FaultResult run() throws IOException, InterruptedException, TimeoutException {
        long loadBegun = System.nanoTime();
        try (Workload workload = new Workload(
                contender.lab().mount("client1"), contender.lab().mount("client2"), "bench", trial.run())) {
            workload.awaitProgress(loadBegun, WARM_OPERATIONS, WARM_LIMIT);
            Await.until("age of the applications", WARM_LIMIT, () -> age(loadBegun) > WARM_MILLIS);
            workload.awaitProgress(System.nanoTime(), PROGRESS_OPERATIONS, WARM_LIMIT);
            Map<String, Long> memory = Footprint.of(contender.lab()).residentKib();
            String leader = contender.leader().orElseThrow(() -> new IOException("nobody leads before the fault"));

            Moment event = Moment.now();
            Optional<String> successor = happen(leader, workload);
            long end = System.nanoTime();
            return result(workload, loadBegun, event, end, successor, memory);
        }
    }

    /** The host that serves afterwards, if another one does within the limit. */
    private Optional<String> happen(String leader, Workload workload) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Optional<String> successor = Optional.empty();
        try {
            Faults.strike(trial.fault(), contender, leader);
            successor = Optional.of(Await.value(
                    "another leader", left(deadline), () -> contender.leader().filter(now -> !now.equals(leader))));
            workload.awaitProgress(System.nanoTime(), PROGRESS_OPERATIONS, left(deadline));
            TimeUnit.MILLISECONDS.sleep(AFTERMATH_MILLIS);
        } catch (TimeoutException _) {
            // Time is up, which is a result: whoever stands still then is told below.
        }
        return successor;
    }

    private FaultResult result(
            Workload workload,
            long loadBegun,
            Moment event,
            long end,
            Optional<String> successor,
            Map<String, Long> memory)
            throws IOException, InterruptedException {
        Figures both = workload.metadataFigures(event.nanos(), end).and(workload.dataFigures(event.nanos(), end));
        Stall metadata = stall(
                workload.metadataFigures(event.nanos(), end), workload.metadataFigures(end - STANDING_NANOS, end));
        Stall data = stall(workload.dataFigures(event.nanos(), end), workload.dataFigures(end - STANDING_NANOS, end));
        boolean went = successor.isPresent() && metadata.ended() && data.ended();
        Optional<Verified> found = went ? Optional.of(workload.verifyAllBut(HANGING)) : Optional.empty();
        Optional<TakeoverTrace> takeover =
                successor.isPresent() ? contender.takeover(event, successor.get()) : Optional.empty();
        return new FaultResult(
                trial,
                outcome(successor, went),
                "",
                limit.toMillis(),
                metadata,
                data,
                millis(both.worstNanos()),
                acknowledged(workload, loadBegun, end),
                found.map(verified -> verified.missing().stream()
                        .map(Missing::operation)
                        .distinct()
                        .count()),
                both.errors().size(),
                found.map(verified -> (long) verified.hanging().size()).orElse(0L),
                both.repeated(),
                samples(found, both.errors()),
                takeover.map(TakeoverTrace::listeningMillis),
                takeover.map(TakeoverTrace::phaseMicros).orElse(Map.of()),
                memory,
                age(begun) / 1000.0,
                now());
    }

    private static Outcome outcome(Optional<String> successor, boolean went) {
        if (went) {
            return Outcome.RECOVERED;
        }
        return successor.isPresent() ? Outcome.STUCK : Outcome.NOT_NOTICED;
    }

    private static Stall stall(Figures all, Figures atTheEnd) {
        return new Stall(millis(all.stallNanos()), atTheEnd.acknowledged() > 0);
    }

    private static long acknowledged(Workload workload, long from, long to) {
        return workload.metadataFigures(from, to)
                .and(workload.dataFigures(from, to))
                .acknowledged();
    }

    private static List<String> samples(Optional<Verified> found, List<String> errors) {
        List<String> samples = new ArrayList<>();
        found.ifPresent(verified -> {
            verified.missing().forEach(missing -> samples.add("missing: " + missing));
            verified.hanging().forEach(operation -> samples.add("hangs: " + operation));
        });
        errors.forEach(error -> samples.add("failed: " + error));
        return samples.stream().limit(SAMPLES).toList();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static long age(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
