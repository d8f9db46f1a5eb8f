package org.mfsha.agent.archive.keeping;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Provenance;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.linux.ProcessProtection;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.Journal;

/** Keeps the archive, on a thread that gets the processor when nobody else wants it. Thread-safe. */
public final class ArchiveDuty implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ArchiveDuty.class.getName());
    private static final long LOOK_SECONDS = 10;
    private static final long PRUNE_MILLIS = 60_000;
    private static final long CLOSE_SECONDS = 5;

    private final Charge charge;
    private final ImageStore store;
    private final ArchiveConfig config;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task ->
            Thread.ofPlatform().daemon().name("archive").unstarted(() -> {
                ProcessProtection.lowerPriorityOfThread()
                        .ifPresent(refused -> LOG.log(Level.WARNING, "archiving at full priority: {0}", refused));
                task.run();
            }));
    private Optional<Work> work = Optional.empty();
    private long prunedAt;
    private Optional<String> overfull = Optional.empty();
    private volatile List<String> problems = List.of();

    /** The data in this node's charge. */
    public interface Charge {
        /** What mfsmaster works with; empty while this node is neither hot nor leads. */
        Optional<Live> live();

        /** This node's own copy of changes before a version is in the archive. */
        void dropChangesBefore(long version) throws IOException;
    }

    /** Who does what, once the archive was read. */
    private record Work(ArchiveDirectory archive, LiveKeeper live, AsideSweeper asides, Pruner pruner) {}

    /** Does nothing before {@link #start}. */
    public ArchiveDuty(Charge charge, ImageStore store, ArchiveConfig config, Clock clock) {
        this.charge = charge;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** Begins. */
    public void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What somebody should look at. */
    public List<String> problems() {
        return problems;
    }

    /** Does once what is due; what fails is told by {@link #problems}. */
    void look() {
        try {
            Optional<Live> live = charge.live();
            if (live.isPresent()) {
                problems = round(live.get());
            }
        } catch (IOException | RuntimeException e) {
            if (!thread.isShutdown()) {
                LOG.log(Level.WARNING, "the archive cannot be kept", e);
                problems = List.of("the archive in " + store.archiveDirectory() + " cannot be kept: " + e.getMessage());
            }
        }
    }

    /** Does everything that is due, once. */
    private List<String> round(Live live) throws IOException {
        Work with = work();
        long archived = with.live().keep(live);
        charge.dropChangesBefore(archived);
        BaseFile base = live.base();
        with.asides()
                .sweep(
                        base.metadataId(),
                        live.journals().stream().map(Journal::file).toList());
        Branch own = with.archive().catalogue().branch(new Provenance(base.metadataId(), live.lineage()));
        if (clock.millis() - prunedAt >= PRUNE_MILLIS) {
            prunedAt = clock.millis();
            overfull = with.pruner().prune(Optional.of(own));
            with.pruner().forget();
        }
        List<String> found = new ArrayList<>(with.archive().problems());
        overfull.ifPresent(found::add);
        return List.copyOf(found);
    }

    private Work work() throws IOException {
        if (work.filter(known -> known.archive().isCurrent()).isEmpty()) {
            Path root = store.archiveDirectory();
            ArchiveDirectory archive = ArchiveDirectory.open(root);
            archive.clearLeftovers();
            var evidence = new EvidenceFiles(root);
            work = Optional.of(new Work(
                    archive,
                    new LiveKeeper(archive, config, clock),
                    new AsideSweeper(store, archive, evidence),
                    new Pruner(archive, evidence, config, clock)));
        }
        return work.get();
    }

    /** Ends; what is being written is left unfinished and done again at the next start. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the archive's thread does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
