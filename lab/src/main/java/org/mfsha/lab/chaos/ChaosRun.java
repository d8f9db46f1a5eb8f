package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.chaos.Violation.Rule;
import org.mfsha.lab.chaos.fault.Mending;
import org.mfsha.lab.chaos.fault.Scene;

/** A schedule on a lab. Not thread-safe. */
final class ChaosRun implements AutoCloseable {
    private static final Duration CALM_LIMIT = Duration.ofMillis(Bounds.CALM_MILLIS);

    private final Lab lab;
    private final Observer observer;
    private final Evidence evidence;
    private final long beginNanos = System.nanoTime();

    private ChaosRun(Lab lab, Observer observer, Path output) {
        this.lab = lab;
        this.observer = observer;
        this.evidence = new Evidence(lab, output);
    }

    /** Makes the lab that chaos needs: two candidates on disks of their own, a stranger, everything else as usual. */
    static Lab makeLab(LabSpec spec) throws IOException, InterruptedException {
        Lab lab = Lab.prepare(spec.withMetaloggers(1));
        try {
            Disks.mount(lab);
            lab.startAll();
            return lab;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            lab.close();
            throw failure;
        }
    }

    /**
     * Begins the work of applications on such a lab.
     *
     * @param output directory for what is recorded
     */
    static ChaosRun begin(Lab lab, Path output, long seed) throws IOException, InterruptedException, TimeoutException {
        Evidence.forget(output);
        Calm.await(lab, CALM_LIMIT);
        return new ChaosRun(lab, Observer.begin(lab, output, seed), output);
    }

    /**
     * Goes through the schedule until it ends, the time is over or there is no calm any more.
     *
     * @param told gets what came of each round at once
     */
    List<RoundResult> run(Schedule schedule, Duration length, Consumer<RoundResult> told)
            throws IOException, InterruptedException, TimeoutException {
        List<RoundResult> results = new ArrayList<>();
        for (Round round : schedule.rounds()) {
            if (System.nanoTime() - beginNanos > length.toNanos()) {
                break;
            }
            RoundResult result = run(round);
            results.add(result);
            told.accept(result);
            if (!result.violations().isEmpty()) {
                observer.flush();
                evidence.keep(results.size());
            }
            if (result.leaderAfter().isEmpty()) {
                break;
            }
            Disks.tidy(lab);
        }
        return results;
    }

    private RoundResult run(Round round) throws IOException, InterruptedException, TimeoutException {
        Scene scene = Calm.await(lab, CALM_LIMIT);
        TimeUnit.MILLISECONDS.sleep(round.restMillis()); // drawn: not every fault comes right after the last one
        List<String> descriptions = new ArrayList<>();
        for (Planned planned : round.faults()) {
            descriptions.add(planned.fault().describe(scene) + ", " + planned.holdMillis() + " ms");
        }
        String description = String.join(" + ", descriptions);
        long at = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beginNanos);
        try {
            List<Strike> strikes = new Happening(scene).run(round);
            Mending.of(lab);
            Scene after = Calm.await(lab, CALM_LIMIT);
            Observation seen = observer.observe(strikes, System.nanoTime(), scene, after.leader());
            return new RoundResult(
                    round,
                    at,
                    description,
                    scene.leader(),
                    Optional.of(after.leader()),
                    Optional.of(seen),
                    Judge.violations(seen));
        } catch (TimeoutException late) {
            Violation violation = new Violation(Rule.CALM_RETURNS, late.getMessage() + why());
            return new RoundResult(
                    round, at, description, scene.leader(), Optional.empty(), Optional.empty(), List.of(violation));
        }
    }

    private String why() throws IOException, InterruptedException {
        StringBuilder why = new StringBuilder();
        lab.status()
                .forEach(view -> view.agent().ifPresent(agent -> {
                    why.append("; ").append(view.host().name()).append(": ");
                    agent.whyNoLeader()
                            .ifPresent(words ->
                                    why.append("no leader: ").append(words).append(' '));
                    why.append(agent.problems());
                }));
        return why.toString();
    }

    /** Ends the applications; the lab stays. */
    @Override
    public void close() throws IOException {
        observer.close();
    }
}
