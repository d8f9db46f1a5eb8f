package org.mfsha.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.mfsha.lab.Lab;
import org.mfsha.lab.bench.contender.Candidates;
import org.mfsha.lab.bench.contender.Contender;
import org.mfsha.lab.bench.model.CostResult;
import org.mfsha.lab.bench.model.CostResult.Lag;
import org.mfsha.lab.bench.model.CostResult.Measured;
import org.mfsha.lab.bench.model.Trial;

/** Speed and use of resources while nothing happens: idle, with one thread, and with as many as fill this machine. */
final class CostTrial {
    /** One thread leaves processors free, so it shows what an operation takes; four fill two processors. */
    private static final List<Integer> THREADS = List.of(0, 1, 4);

    private static final long WARM_MILLIS = 1500;
    private static final long MEASURED_MILLIS = 8000;
    private static final long SETTLE_MILLIS = 1000;

    private final Contender contender;
    private final Trial.Cost trial;
    private final long begun;

    /**
     * @param contender calm
     * @param begun when the cluster began to be made ({@link System#nanoTime()})
     */
    CostTrial(Contender contender, Trial.Cost trial, long begun) {
        this.contender = contender;
        this.trial = trial;
        this.begun = begun;
    }

    CostResult run() throws IOException, InterruptedException {
        Path mount = contender.lab().mount("client1");
        List<Measured> loads = new ArrayList<>();
        for (int threads : THREADS) {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS); // nothing changes any more, the standby has everything
            loads.add(trial.attached() ? withLag(mount, threads) : measure(mount, threads));
        }
        return new CostResult(trial, loads, (System.nanoTime() - begun) / 1e9, FaultTrial.now());
    }

    private Measured withLag(Path mount, int threads) throws IOException, InterruptedException {
        String leader = contender.leader().orElseThrow(() -> new IOException("nobody leads"));
        try (ReplicationLag lag = new ReplicationLag(contender.lab(), leader, Candidates.besides(leader))) {
            Measured measured = measure(mount, threads);
            return with(lag.result(), measured);
        }
    }

    private Measured measure(Path mount, int threads) throws IOException, InterruptedException {
        Lab lab = contender.lab();
        try (FullSpeed load = new FullSpeed(mount.resolve("cost" + threads), threads)) {
            TimeUnit.MILLISECONDS.sleep(WARM_MILLIS);
            Footprint before = Footprint.of(lab);
            long completedBefore = load.completed();
            TimeUnit.MILLISECONDS.sleep(MEASURED_MILLIS);
            long completed = load.completed() - completedBefore;
            Footprint after = Footprint.of(lab);
            double seconds = (after.nanos() - before.nanos()) / 1e9;
            return new Measured(
                    threads,
                    Math.round(completed / seconds),
                    Optional.empty(),
                    after.cpuMilliSince(before),
                    after.residentKib());
        }
    }

    private static Measured with(Optional<Lag> lag, Measured measured) {
        return new Measured(
                measured.threads(), measured.operationsPerSecond(), lag, measured.cpuMilli(), measured.residentKib());
    }
}
