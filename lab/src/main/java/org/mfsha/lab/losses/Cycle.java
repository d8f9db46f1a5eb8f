package org.mfsha.lab.losses;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.load.Verified;
import org.mfsha.lab.load.Workload;
import org.mfsha.lab.system.Await;

/** One fault on a cluster whose applications work. */
final class Cycle {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Longer than any wait that a takeover explains, locked chunks included. */
    private static final Duration HANGING = Duration.ofSeconds(20);

    private static final int WARM_OPERATIONS = 200;
    private static final int PROOF_OPERATIONS = 50;

    /** The applications' own directories must have left the host: without them nothing else could be judged. */
    private static final long WARM_MILLIS = 1000;

    private final Lab lab;
    private final Workload workload;
    private final long begunNanos = System.nanoTime();

    /** @param workload just started */
    Cycle(Lab lab, Workload workload) {
        this.lab = lab;
        this.workload = workload;
    }

    /** Waits until all is well, lets the fault happen, and compares what is there with what was promised. */
    FaultResult run(int number, Fault fault) throws IOException, InterruptedException, TimeoutException {
        AgentStatus before = lab.awaitLeader(0, LIMIT);
        String leader = before.node();
        String standby = besides(leader);
        lab.awaitHot(standby, LIMIT);
        awaitWarm();

        long faultNanos = System.nanoTime();
        long faultEpochMillis = System.currentTimeMillis();
        fault.strike(lab, leader);
        long struckNanos = System.nanoTime();
        fault.afterStrike(lab, leader);

        AgentStatus after = lab.awaitLeader(before.epoch(), LIMIT);
        workload.awaitProgress(System.nanoTime(), PROOF_OPERATIONS, LIMIT);
        fault.mend(lab, leader);
        lab.awaitHot(leader, LIMIT);
        workload.awaitProgress(System.nanoTime(), PROOF_OPERATIONS, LIMIT);
        long end = System.nanoTime();
        Verified found = workload.verifyAllBut(HANGING);
        return new FaultResult(
                number,
                fault,
                leader,
                after.epoch(),
                struckNanos,
                acknowledged(struckNanos),
                found.missing(),
                found.hanging(),
                List.of(),
                takeover(before.epoch()).listeningAtEpochMillis() - faultEpochMillis,
                workload.metadataFigures(faultNanos, end),
                workload.dataFigures(faultNanos, end));
    }

    private void awaitWarm() throws IOException, InterruptedException, TimeoutException {
        workload.awaitProgress(begunNanos, WARM_OPERATIONS, LIMIT);
        Await.until("age of the applications", LIMIT, () -> System.nanoTime() - begunNanos > WARM_MILLIS * 1_000_000);
        workload.awaitProgress(System.nanoTime(), PROOF_OPERATIONS, LIMIT);
    }

    private long acknowledged(long untilNanos) {
        return workload.metadataFigures(begunNanos, untilNanos)
                .and(workload.dataFigures(begunNanos, untilNanos))
                .acknowledged();
    }

    private Takeover takeover(long aboveEpoch) throws IOException, InterruptedException {
        return lab.history().stream()
                .filter(record -> record.epoch() > aboveEpoch && record.listeningAtEpochMillis() > 0)
                .findFirst()
                .orElseThrow(() -> new LabException("the leader knows of no takeover after epoch " + aboveEpoch));
    }

    private String besides(String leader) throws LabException {
        return lab.hosts().stream()
                .filter(host -> host.kind() == HostKind.CANDIDATE)
                .map(Host::name)
                .filter(name -> !name.equals(leader))
                .findFirst()
                .orElseThrow(() -> new LabException("no candidate besides " + leader));
    }
}
