package org.mfsha.lab.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mfsha.lab.system.Await;

/** Both applications, each on a mount of its own, and the check of everything they were promised. */
public final class Workload implements AutoCloseable {
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(1);

    private final Turnstile turnstile = new Turnstile();
    private final MetadataLoad metadata;
    private final DataLoad data;
    private final Verification metadataCheck;
    private final Verification dataCheck;

    /**
     * Starts them in a new directory each.
     *
     * @param name of those directories; not used before on this file system
     */
    public Workload(Path metadataMount, Path dataMount, String name, long seed) throws IOException {
        this(metadataMount, dataMount, name, seed, Duration.ZERO);
    }

    /**
     * Starts gentler ones, for tests in which the speed of the work is not the point.
     *
     * @param rest how much longer each of their threads pauses after every turn
     */
    public Workload(Path metadataMount, Path dataMount, String name, long seed, Duration rest) throws IOException {
        this(metadataMount, dataMount, name, seed, rest, _ -> {});
    }

    /**
     * Starts gentle ones whose every operation is also told to somebody else.
     *
     * @param observer gets the operations as they end, from several threads
     */
    public Workload(
            Path metadataMount, Path dataMount, String name, long seed, Duration rest, Consumer<Completion> observer)
            throws IOException {
        String metadataDirectory = "metadata-" + name;
        String dataDirectory = "data-" + name;
        Files.createDirectory(metadataMount.resolve(metadataDirectory));
        Files.createDirectory(dataMount.resolve(dataDirectory));
        metadata = new MetadataLoad(metadataMount, metadataDirectory, turnstile, rest, observer);
        data = new DataLoad(dataMount, dataDirectory, seed, turnstile, rest, observer);
        metadataCheck = new Verification(dataMount, metadataDirectory);
        dataCheck = new Verification(metadataMount, dataDirectory);
    }

    /** What the metadata application felt. */
    public Figures metadataFigures(long fromNanos, long toNanos) {
        return metadata.ledger().figures(fromNanos, toNanos);
    }

    /** What the data application felt. */
    public Figures dataFigures(long fromNanos, long toNanos) {
        return data.ledger().figures(fromNanos, toNanos);
    }

    /** The metadata operations that were completed between two moments. */
    public List<Completion> metadataOperations(long fromNanos, long toNanos) {
        return metadata.ledger().between(fromNanos, toNanos);
    }

    /** Waits until each application has completed this many operations since then. */
    public void awaitProgress(long sinceNanos, int operations, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        Await.until("progress of both applications", limit, () -> {
            long slowest = Math.min(
                    metadata.ledger().completedSince(sinceNanos), data.ledger().completedSince(sinceNanos));
            return slowest >= operations;
        });
    }

    /**
     * Holds both applications between two operations and compares what they were promised with what the other one's
     * mount shows.
     *
     * @throws TimeoutException if an operation hangs for a minute
     */
    public List<Missing> verify() throws IOException, InterruptedException, TimeoutException {
        return verify(QUIET_LIMIT);
    }

    /**
     * The same with another limit.
     *
     * @throws TimeoutException if an operation hangs longer than this
     */
    public List<Missing> verify(Duration hanging) throws IOException, InterruptedException, TimeoutException {
        return turnstile.quiet(hanging, this::missing);
    }

    /** The same, but operations that hang longer than this are told instead of waited for. */
    public Verified verifyAllBut(Duration hanging) throws IOException, InterruptedException {
        return turnstile.almostQuiet(hanging, () -> {
            List<Operation> unanswered = new ArrayList<>(metadata.ledger().unanswered());
            unanswered.addAll(data.ledger().unanswered());
            return new Verified(missing(), unanswered);
        });
    }

    private List<Missing> missing() throws IOException {
        List<Missing> missing = new ArrayList<>(metadataCheck.run(metadata.ledger()));
        missing.addAll(dataCheck.run(data.ledger()));
        return missing;
    }

    /** Drops the times of operations that ended before this moment; what must be there is not forgotten. */
    public void forgetBefore(long nanos) {
        metadata.ledger().forgetBefore(nanos);
        data.ledger().forgetBefore(nanos);
    }

    /** Ends both applications. */
    @Override
    public void close() {
        metadata.close();
        data.close();
    }
}
