package org.mfsha.lab.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Moment;
import org.mfsha.lab.load.Workload;

/** The four steps, once, on a lab with two candidates and two clients. */
final class DemoRun {
    private static final Duration LEADER_LIMIT = Duration.ofMinutes(1);
    private static final Duration HOT_LIMIT = Duration.ofMinutes(1);
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(1);
    private static final int PROGRESS_OPERATIONS = 50;
    private static final int WARM_OPERATIONS = 500;

    /** After a takeover the applications go on this long, so that late effects are seen too. */
    private static final long AFTERMATH_MILLIS = 4000;

    /** The line of an operation may not have left a host that died this soon after acknowledging it. */
    private static final long EXCUSABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Lab lab;
    private final Workload workload;
    private final Story story;

    DemoRun(Lab lab, Workload workload, Story story) {
        this.lab = lab;
        this.workload = workload;
        this.story = story;
    }

    /** Runs the steps and hands over what came of each; every step must leave a leader behind, or this fails. */
    void run(Consumer<StepResult> results) throws IOException, InterruptedException, TimeoutException {
        workload.awaitProgress(System.nanoTime(), WARM_OPERATIONS, PROGRESS_LIMIT);
        for (Step step : Step.values()) {
            StepResult result = run(step);
            story.tell(result);
            results.accept(result);
        }
    }

    private StepResult run(Step step) throws IOException, InterruptedException, TimeoutException {
        AgentStatus before = lab.awaitLeader(0, LEADER_LIMIT);
        String standby = otherCandidate(before.node());
        if (step.changesLeader()) {
            lab.awaitHot(standby, HOT_LIMIT);
        }
        story.begin(step, before.node(), standby);
        AgentUsage.Sample usage = AgentUsage.Sample.of(lab);
        Moment fault = Moment.now();
        step.happen(lab, before.node(), standby);
        AgentStatus after = lab.awaitLeader(step.changesLeader() ? before.epoch() : 0, LEADER_LIMIT);
        if (!step.changesLeader()) {
            lab.awaitHot(standby, HOT_LIMIT);
        }
        workload.awaitProgress(System.nanoTime(), PROGRESS_OPERATIONS, PROGRESS_LIMIT);
        TimeUnit.MILLISECONDS.sleep(AFTERMATH_MILLIS);
        return result(step, before, after, fault, usage);
    }

    private StepResult result(Step step, AgentStatus before, AgentStatus after, Moment fault, AgentUsage.Sample usage)
            throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime();
        Map<String, AgentUsage> agents = AgentUsage.Sample.between(usage, AgentUsage.Sample.of(lab));
        List<Missing> missing = workload.verify();
        Optional<Takeover> takeover = takeover(before.epoch());
        return new StepResult(
                step,
                before.node(),
                after.node(),
                after.epoch(),
                takeover,
                takeover.map(record -> record.listeningAtEpochMillis() - fault.epochMillis()),
                workload.metadataFigures(fault.nanos(), end),
                workload.dataFigures(fault.nanos(), end),
                missing,
                missing.stream().filter(lost -> !excusable(step, lost, fault)).toList(),
                agents);
    }

    private static boolean excusable(Step step, Missing lost, Moment fault) {
        long beforeFault = fault.nanos() - lost.acknowledgedNanos();
        return step == Step.HOST_LOSS && beforeFault < EXCUSABLE_NANOS;
    }

    private Optional<Takeover> takeover(long aboveEpoch) throws IOException, InterruptedException {
        return lab.history().stream()
                .filter(record -> record.epoch() > aboveEpoch && record.listeningAtEpochMillis() > 0)
                .findFirst();
    }

    private String otherCandidate(String leader) throws LabException {
        return lab.hosts().stream()
                .filter(host -> host.kind() == HostKind.CANDIDATE)
                .map(Host::name)
                .filter(name -> !name.equals(leader))
                .findFirst()
                .orElseThrow(() -> new LabException("no candidate besides " + leader));
    }
}
