package org.mfsha.agent.standby;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.mfsha.agent.master.GuardedMaster;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.linux.gate.ReadGate;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.takeover.TakeoverLines;

/**
 * An mfsmaster that has loaded the metadata and waits at the end of its changelog, and the changelog it waits at.
 * Thread-safe.
 */
public final class Standby implements ChangeSink, AutoCloseable {
    private static final Logger LOG = System.getLogger(Standby.class.getName());
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    /** The metadata is loaded by then; a probe reads two small pieces of a file. */
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private static final Duration CHECK_PAUSE = Duration.ofMillis(500);

    private final Image image;
    private final ImageStore store;
    private final Journal journal;
    private final TakeoverLines takeoverLines;
    private final ReadGate gate;
    private final GuardedMaster master;
    private final long pid;
    private final Instant primedAt = Instant.now();
    private Lineage lineage;
    private volatile Position position;

    private Standby(
            Image image,
            ImageStore store,
            Lineage lineage,
            Journal journal,
            TakeoverLines takeoverLines,
            ReadGate gate,
            GuardedMaster master,
            long pid) {
        this.image = image;
        this.store = store;
        this.lineage = lineage;
        this.journal = journal;
        this.takeoverLines = takeoverLines;
        this.gate = gate;
        this.master = master;
        this.pid = pid;
        this.position = new Position(lineage.epoch(), journal.nextVersion());
    }

    /**
     * Starts an mfsmaster on an image and waits until it is held at the end of the changelog. That takes as long as
     * MooseFS needs to load the metadata.
     *
     * @throws IOException when mfsmaster ends instead; the image is of no use then
     */
    public static Standby prime(Image image, Lineage lineage, ImageStore store, MasterLauncher launcher)
            throws IOException, InterruptedException {
        store.handToMaster(image.directory());
        TakeoverLines lines = TakeoverLines.from(BaseFile.open(image.base()));
        readChangelog(image, lines);
        Journal journal = Journal.open(image.changelog(), image.baseVersion());
        ReadGate gate = null;
        GuardedMaster master = null;
        boolean primed = false;
        try {
            gate = ReadGate.open(image.changelog());
            master = launcher.launchStandby(image.directory());
            long pid = master.awaitPid(START_LIMIT);
            gate.hold(pid);
            awaitHeld(gate, master);
            primed = true;
            return new Standby(image, store, lineage, journal, lines, gate, master, pid);
        } finally {
            if (!primed) {
                journal.close();
                if (master != null) {
                    master.close();
                }
                if (gate != null) {
                    gate.close();
                }
            }
        }
    }

    private static void awaitHeld(ReadGate gate, GuardedMaster master) throws IOException, InterruptedException {
        while (!gate.awaitHeld(CHECK_PAUSE)) {
            if (master.ended().isDone()) {
                throw new IOException(
                        "mfsmaster did not load the image: " + master.ended().join());
            }
        }
    }

    private static void readChangelog(Image image, TakeoverLines lines) throws IOException {
        try (ChangelogReader reader = ChangelogReader.open(image.changelog())) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.accept(line.get());
            }
        }
    }

    @Override
    public long nextVersion() {
        return journal.nextVersion();
    }

    @Override
    public synchronized Journal.Outcome append(LogLine line) throws IOException {
        boolean first = journal.sizeBytes() == 0;
        Journal.Outcome outcome = journal.append(line);
        if (outcome instanceof Journal.Outcome.Appended) {
            takeoverLines.accept(line);
            position = new Position(lineage.epoch(), line.version() + 1);
            if (first) {
                awaitProbe();
            }
        }
        return outcome;
    }

    /** An empty changelog is probed again when it gets its first line; nothing may change while that lasts. */
    private void awaitProbe() throws IOException {
        gate.grown();
        try {
            if (!gate.awaitHeld(PROBE_LIMIT)) {
                throw new IOException("mfsmaster does not look at its first change within " + PROBE_LIMIT.toSeconds()
                        + " s"
                        + (master.ended().isDone() ? ": " + master.ended().join() : ""));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while mfsmaster looks at its first change", e);
        }
    }

    @Override
    public void flush() throws IOException {
        gate.grown();
    }

    /** Puts every change appended so far on stable storage. Safe from any thread. */
    public void secure() throws IOException {
        journal.force();
    }

    /** Its directory and identity. */
    public Image image() {
        return image;
    }

    /** When it became hot. */
    public Instant primedAt() {
        return primedAt;
    }

    /** How far its data reaches; never waits. */
    public Position position() {
        return position;
    }

    /** The epochs its changes belong to. */
    public synchronized Lineage lineage() {
        return lineage;
    }

    /**
     * From now on its changes belong to a later epoch. On stable storage, with every change appended so far, when this
     * returns.
     */
    public synchronized void enter(Lineage later) throws IOException {
        journal.force();
        store.saveLineage(image.directory(), later);
        lineage = later;
        position = new Position(later.epoch(), journal.nextVersion());
    }

    /**
     * Whether everything this one has is in another one's history, so that it may take the other's place. A younger image
     * need not be: it may come from a leader whose last changes nobody else got before it was lost.
     */
    public boolean isPartOf(Standby other) {
        return other.lineage().relationOf(position()) instanceof Lineage.Relation.Prefix;
    }

    /** Its changelog: also what a promoted standby can still tell others. */
    public Journal journal() {
        return journal;
    }

    /** Its process. */
    public GuardedMaster master() {
        return master;
    }

    /** The process id of its mfsmaster. */
    public long pid() {
        return pid;
    }

    /** Completes, with the reason, when its process is gone. */
    public CompletableFuture<String> ended() {
        return master.ended();
    }

    /** Whether somebody has stopped its process: it could not go on, then. */
    public boolean isStopped() throws IOException {
        return !ended().isDone() && ProcessState.isStopped(pid);
    }

    /**
     * Appends the lines that cure what a change of master would break (stale sessions, locked chunks).
     *
     * @param nowSeconds wall clock, seconds since 1970
     * @param endMayBeMissing whether the last leader may have made changes that this standby lacks
     * @return what was appended, and what must wait for what
     */
    public synchronized TakeoverLines.Plan appendTakeoverLines(long nowSeconds, boolean endMayBeMissing)
            throws IOException {
        TakeoverLines.Plan plan = takeoverLines.at(journal.nextVersion(), nowSeconds, endMayBeMissing);
        List<LogLine> lines = plan.lines();
        if (journal.sizeBytes() == 0 && !lines.isEmpty()) {
            append(lines.getFirst()); // on which the empty file is probed again
            lines = lines.subList(1, lines.size());
        }
        journal.appendAll(lines); // a thousand writes, one by one, would take longer than all the rest
        for (LogLine line : lines) {
            takeoverLines.accept(line);
        }
        position = new Position(lineage.epoch(), journal.nextVersion());
        LOG.log(Level.INFO, "appended {0} takeover lines", plan.lines().size());
        if (!plan.inodesAreSafe()) {
            LOG.log(
                    Level.WARNING,
                    "new files may get inode numbers that the lost leader gave to files that are lost: which numbers"
                            + " are free is not known for certain");
        }
        plan.leftLocked().forEach(lock -> LOG.log(Level.WARNING, "stays locked until its time is over: {0}", lock));
        return plan;
    }

    /** Opens the gate: mfsmaster meets the end of the file and goes on to listen. */
    public void openGate() throws IOException {
        gate.release();
    }

    /** The gate is not needed any more; the process and the changelog live on. */
    public void dismantleGate() throws IOException {
        gate.close();
    }

    /** Kills the process; the changelog can still be read. */
    public void stop() throws IOException {
        // The process first: a gate that goes away lets mfsmaster on.
        master.close();
        gate.close();
    }

    /** Kills the process and lets go of the files, which stay. */
    @Override
    public void close() throws IOException {
        stop();
        journal.close();
    }
}
