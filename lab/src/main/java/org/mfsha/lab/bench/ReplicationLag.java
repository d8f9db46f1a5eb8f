package org.mfsha.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.bench.model.CostResult.Lag;
import org.mfsha.lab.bench.model.Spread;

/**
 * How long a change takes from the leader's changelog into the standby's. Both files grow by the same bytes, so their
 * sizes tell it; nobody reads the standby's file, which would wake its gate.
 */
final class ReplicationLag implements AutoCloseable {
    private static final long INTERVAL_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
    private static final ProcessSelector MASTER = ProcessSelector.MFSMASTER;

    /** Both sizes at one moment. */
    record Sample(long nanos, long leaderBytes, long standbyBytes) {}

    private final Path leader;
    private final Path standby;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;
    private volatile boolean ending;
    private volatile Optional<IOException> failure = Optional.empty();

    /** Begins to look, at a time when nothing changes and the standby has everything. */
    ReplicationLag(Lab lab, String leaderHost, String standbyHost) throws IOException {
        this.leader = changelog(lab, leaderHost);
        this.standby = changelog(lab, standbyHost);
        this.thread = Thread.ofPlatform().daemon().name("replication-lag").start(this::look);
    }

    private static Path changelog(Lab lab, String host) throws IOException {
        long pid = lab.processes(host, MASTER).stream()
                .findFirst()
                .orElseThrow(() -> new LabException("no mfsmaster runs on " + host))
                .pid();
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                .resolve("changelog.0.mfs");
    }

    private void look() {
        try {
            while (!ending) {
                long leaderBytes = Files.size(leader);
                samples.add(new Sample(System.nanoTime(), leaderBytes, Files.size(standby)));
                LockSupport.parkNanos(INTERVAL_NANOS);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
    }

    /** Stops looking. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops looking and tells what was seen; empty when nothing changed, or when a file was begun anew meanwhile. */
    Optional<Lag> result() throws IOException {
        close();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return lag(samples);
    }

    /** The lag of every growth of the leader's file that the standby's reached; both are equal at the first sample. */
    static Optional<Lag> lag(List<Sample> samples) {
        List<Double> millis = new ArrayList<>();
        int reached = 0;
        for (int i = 1; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            Sample before = samples.get(i - 1);
            if (sample.leaderBytes() < before.leaderBytes() || sample.standbyBytes() < before.standbyBytes()) {
                return Optional.empty();
            }
            if (sample.leaderBytes() == before.leaderBytes()) {
                continue;
            }
            long grown = sample.leaderBytes() - samples.getFirst().leaderBytes();
            reached = Math.max(reached, i);
            while (reached < samples.size() && grownAt(samples, reached) < grown) {
                reached++;
            }
            if (reached == samples.size()) {
                break; // the end came before the standby had it
            }
            millis.add((samples.get(reached).nanos() - sample.nanos()) / 1e6);
        }
        if (millis.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Optional.of(new Lag(
                Spread.quantile(sorted, 0.5), Spread.quantile(sorted, 0.99), sorted[sorted.length - 1], sorted.length));
    }

    private static long grownAt(List<Sample> samples, int index) {
        return samples.get(index).standbyBytes() - samples.getFirst().standbyBytes();
    }
}
