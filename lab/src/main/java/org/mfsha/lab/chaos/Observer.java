package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Lab;
import org.mfsha.lab.chaos.fault.Scene;
import org.mfsha.lab.load.HistoryFile;
import org.mfsha.lab.load.LockContest;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Workload;
import org.mfsha.lab.watch.Watch;

/** The applications, the wire, the agents' history: everything that a round is judged by. Not thread-safe. */
final class Observer implements AutoCloseable {
    private static final int WARM_OPERATIONS = 100;
    private static final int PROOF_OPERATIONS = 30;
    private static final Duration PROGRESS_LIMIT = Duration.ofMinutes(1);
    private static final Duration HANGING = Duration.ofMillis(Bounds.HANGING_MILLIS);

    /** For waiting and reading. */
    private static final long VERIFY_LIMIT_MILLIS = Bounds.HANGING_MILLIS + 60_000;

    /** The machine has few processors, and the speed of the work is not the point. */
    private static final Duration REST = Duration.ofMillis(12);

    private static final Duration LOOK_PAUSE = Duration.ofMillis(40);

    private final Lab lab;
    private final HistoryFile history;
    private final Workload workload;
    private final LockContest locks;
    private final Watch watch;
    private final Leaders leaders = new Leaders();
    private int togetherTold;
    private int serversTold;

    private Observer(Lab lab, HistoryFile history, Workload workload, LockContest locks, Watch watch) {
        this.lab = lab;
        this.history = history;
        this.workload = workload;
        this.locks = locks;
        this.watch = watch;
    }

    /** Begins the work and waits until it goes well. */
    static Observer begin(Lab lab, Path output, long seed) throws IOException, InterruptedException, TimeoutException {
        Path first = lab.mount("client1");
        Path second = lab.mount("client2");
        HistoryFile history = new HistoryFile(output.resolve("history.tsv"));
        Watch watch = Watch.begin(lab, output.resolve("wire.txt"), LOOK_PAUSE);
        Workload workload = new Workload(first, second, "chaos", seed, REST, history);
        LockContest locks = new LockContest(first, second, "chaos", history);
        workload.awaitProgress(System.nanoTime(), WARM_OPERATIONS, PROGRESS_LIMIT);
        return new Observer(lab, history, workload, locks, watch);
    }

    /**
     * Waits until both applications get something done again, verifies everything and says what was seen since then.
     *
     * @param calmNanos when the cluster was calm again
     * @param before who led before the round
     * @param leader who leads now
     */
    Observation observe(List<Strike> strikes, long calmNanos, Scene before, String leader)
            throws IOException, InterruptedException, TimeoutException {
        workload.awaitProgress(System.nanoTime(), PROOF_OPERATIONS, PROGRESS_LIMIT);
        long begin = strikes.getFirst().beganNanos();
        long end = System.nanoTime();
        List<Missing> missing = verify();
        Observation seen = new Observation(
                strikes,
                calmNanos,
                workload.metadataFigures(begin, end),
                workload.dataFigures(begin, end),
                locks.figures(begin, end),
                missing,
                locks.takeOffences(),
                leaders.ask(lab, before, leader),
                sighting());
        workload.forgetBefore(end);
        locks.forgetBefore(end);
        return seen;
    }

    private Sighting sighting() throws IOException {
        List<String> together = watch.together();
        List<String> servers = watch.servers();
        Sighting sighting = new Sighting(
                servers.subList(Math.max(0, serversTold - 1), servers.size()),
                watch.takeSeenServing(),
                together.subList(togetherTold, together.size()));
        togetherTold = together.size();
        serversTold = servers.size();
        return sighting;
    }

    /** In a thread of its own: what is read may hang. */
    private List<Missing> verify() throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<List<Missing>> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("verification").start(() -> {
            try {
                result.complete(workload.verify(HANGING));
            } catch (IOException | TimeoutException | InterruptedException | RuntimeException failed) {
                result.completeExceptionally(failed);
            }
        });
        try {
            return result.get(VERIFY_LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TimeoutException hanging) {
                throw hanging;
            }
            throw new IOException("verification failed: " + failed.getCause(), failed);
        }
    }

    /** Makes what was recorded so far readable. */
    void flush() throws IOException {
        history.flush();
    }

    @Override
    public void close() throws IOException {
        locks.close();
        workload.close();
        watch.close();
        history.close();
    }
}
