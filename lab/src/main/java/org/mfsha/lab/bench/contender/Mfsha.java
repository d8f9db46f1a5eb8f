package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.load.Moment;

/** mfsha: two candidates and a witness, default settings. */
final class Mfsha implements Contender {
    private static final String FIRST = "m1";
    private static final Duration RECORD_LIMIT = Duration.ofSeconds(10);

    private final Lab lab;
    private long epochBefore;

    Mfsha(LabSpec spec) throws IOException, InterruptedException {
        this.lab = Lab.prepare(spec.withHosts(2, 1, 2, 2));
    }

    @Override
    public Lab lab() {
        return lab;
    }

    @Override
    public void start(Metadata metadata, Duration limit) throws IOException, InterruptedException, TimeoutException {
        metadata.install(lab.host(FIRST));
        for (Host host : lab.hosts()) {
            if (host.hasAgent()) {
                lab.start(host.name());
            }
        }
        lab.awaitLeader(0, limit);
        for (Host host : lab.hosts()) {
            if (!host.hasAgent()) {
                lab.start(host.name());
            }
        }
    }

    @Override
    public void awaitCalm(Duration limit) throws IOException, InterruptedException, TimeoutException {
        AgentStatus leader = lab.awaitLeader(0, limit);
        epochBefore = leader.epoch();
        lab.awaitHot(Candidates.besides(leader.node()), limit);
    }

    @Override
    public Optional<String> leader() throws InterruptedException {
        return lab.leader().filter(status -> status.leaseRemainingMillis() > 0).map(AgentStatus::node);
    }

    @Override
    public void handOver(String leader) throws IOException, InterruptedException {
        lab.switchover(Optional.of(Candidates.besides(leader)));
    }

    @Override
    public Optional<TakeoverTrace> takeover(Moment event, String successor) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + RECORD_LIMIT.toNanos();
        Optional<Takeover> record = record(successor);
        while (record.isEmpty() && System.nanoTime() < deadline) {
            record = record(successor);
        }
        return record.map(takeover -> trace(event, takeover));
    }

    private Optional<Takeover> record(String successor) throws IOException {
        return lab.agent(successor).history().stream()
                .filter(takeover -> takeover.epoch() > epochBefore && takeover.listeningAtEpochMillis() > 0)
                .findFirst();
    }

    private static TakeoverTrace trace(Moment event, Takeover takeover) {
        Map<String, Long> phases = new LinkedHashMap<>();
        phases.put("notice", Math.max(0, takeover.startedAtEpochMillis() - event.epochMillis()) * 1000);
        phases.putAll(takeover.phaseMicros());
        return new TakeoverTrace(takeover.listeningAtEpochMillis() - event.epochMillis(), phases);
    }
}
