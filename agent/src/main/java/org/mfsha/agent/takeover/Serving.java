package org.mfsha.agent.takeover;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.config.MasterConfig;
import org.mfsha.agent.master.GuardedMaster;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.standby.ChangeSink;
import org.mfsha.agent.standby.ChangeStream;
import org.mfsha.agent.standby.Standby;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.linux.BootClock;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.JournalSeries;
import org.mfsha.moosefs.files.LogLine;

/** What a node does while its mfsmaster serves. Thread-safe. */
public final class Serving implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Serving.class.getName());
    private static final int METALOGGER_PORT = 9419;
    private static final int CLIENT_PORT = 9421;
    private static final long SHARE_MILLIS = 1_000;
    /** Large enough that pieces are few, small enough that giving one up makes a difference. */
    private static final long JOURNAL_PIECE_BYTES = 64L << 20;

    /** Less than the core allows for all of a handover, so that no answer of one comes during the next. */
    private static final Duration DRAIN_LIMIT = Duration.ofMillis(1_500);

    private final Standby promoted;
    private final SharedAddress address;
    private final JournalSeries journal;
    private final ChangeStream changes;
    private final HealthCheck health;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Lineage lineage;

    /** What serving needs from the rest of the agent. */
    public interface Surroundings {
        /** The leader's data has advanced. */
        void advanced();

        /** mfsmaster hangs; told again and again while that lasts. */
        void hangs(String why);

        /** mfsmaster answers again. */
        void answers();

        /** Other nodes should know these connections of this epoch's leader. */
        void share(long epoch, List<ClientConnection> connections);
    }

    private Serving(
            Standby promoted,
            SharedAddress address,
            Journal journal,
            InetSocketAddress ownMaster,
            Duration hangLimit,
            Surroundings surroundings) {
        this.promoted = promoted;
        this.address = address;
        this.journal = new JournalSeries(journal, JOURNAL_PIECE_BYTES);
        this.lineage = promoted.lineage();
        this.changes = ChangeStream.start(
                ownMaster, new JournalSink(this.journal), _ -> List::of, new OwnStream(surroundings::advanced));
        this.health = new HealthCheck(address.at(CLIENT_PORT), hangLimit, surroundings::hangs, surroundings::answers);
    }

    /**
     * Begins a leader's duties, right after its master listens.
     *
     * @param ownAddress this node's own address; replication never uses the shared one
     * @param started what the takeover has prepared
     */
    public static Serving begin(
            Standby promoted,
            SharedAddress address,
            KnownConnections known,
            MasterConfig config,
            MasterLauncher launcher,
            Inet4Address ownAddress,
            Takeover.Started started,
            Surroundings surroundings) {
        long expectedChunkservers = known.chunkservers();
        var serving = new Serving(
                promoted,
                address,
                started.journal(),
                new InetSocketAddress(ownAddress, METALOGGER_PORT),
                Duration.ofMillis(config.hangMillis()),
                surroundings);
        var chunkservers = new ChunkserverReturn(
                address,
                expectedChunkservers,
                Duration.ofMillis(config.chunkserverWaitMillis()),
                started.chunksFreeAtMillis(),
                () -> serving.closed.getCount() == 0);
        Thread.ofVirtual().name("chunkservers").start(chunkservers::run);
        var snapshots = new SnapshotHold(address, started.writersGoneAtMillis(), serving.closed);
        Thread.ofVirtual().name("snapshots").start(snapshots::run);
        Thread.ofVirtual().name("share-connections").start(() -> serving.shareConnections(known, surroundings));
        Thread.ofVirtual()
                .name("lift-overrides")
                .start(() -> serving.liftOverrides(launcher, config.replicationsDelaySeconds()));
        return serving;
    }

    /** The guarded process. */
    public GuardedMaster master() {
        return promoted.master();
    }

    /** Where its files are. */
    public Path directory() {
        return promoted.image().directory();
    }

    /** Changes that this node can tell others: its image's, then its own copy of what this leadership makes. */
    public List<Journal> journals() {
        return Stream.concat(Stream.of(promoted.journal()), journal.pieces().stream())
                .toList();
    }

    /** The files of this node's own copy of the changes, oldest first. */
    public List<Path> journalFiles() {
        return journal.pieces().stream().map(Journal::file).toList();
    }

    /** Gives up old pieces of this node's own copy; somebody else has all changes before a version. */
    public void dropChangesBefore(long version) throws IOException {
        journal.dropBefore(version);
    }

    /** MooseFS's identity of the metadata. */
    public long metadataId() {
        return promoted.image().metadataId();
    }

    /** How far its data reaches. */
    public Position position() {
        return new Position(lineage.epoch(), journal.nextVersion());
    }

    /** The history it serves. */
    public Lineage lineage() {
        return lineage;
    }

    /** The same log goes on under another number. */
    public void enter(Lineage later) throws IOException {
        promoted.enter(later);
        lineage = later;
    }

    /** While the lease is lost the process is stopped on purpose. */
    public void suspended(boolean now) {
        health.suspended(now);
    }

    /**
     * Holds all clients back and waits until every change they were told of has arrived here.
     *
     * @return where the data ends
     */
    public Position drain() throws IOException, InterruptedException {
        long deadline = BootClock.nanos() + DRAIN_LIMIT.toNanos();
        address.holdEverything();
        long before = -1;
        while (BootClock.nanos() < deadline) {
            long end = barrier(deadline);
            if (end == before) {
                return new Position(lineage.epoch(), end);
            }
            before = end;
        }
        throw new IOException("changes keep coming though all clients are held back");
    }

    /** Lets clients in again. */
    public void undrain() throws IOException {
        address.releaseEverything();
    }

    private long barrier(long deadline) throws IOException, InterruptedException {
        try {
            return changes.barrier().get(deadline - BootClock.nanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    "the master's changes cannot be drained: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("the master does not answer within " + DRAIN_LIMIT.toMillis() + " ms", e);
        }
    }

    /**
     * After the master died: saves what it wrote but had not sent.
     *
     * @return where the data ends
     */
    public Position salvage() throws IOException {
        changes.close();
        Salvage.tail(directory(), journal.last());
        return position();
    }

    private void shareConnections(KnownConnections known, Surroundings surroundings) {
        List<ClientConnection> before = List.of();
        try {
            do {
                List<ClientConnection> now = address.established();
                // None at all: mfsmaster may just have died. What it had is still needed.
                if (!now.isEmpty()) {
                    long epoch = lineage.epoch();
                    known.replace(epoch, now);
                    if (!now.equals(before)) {
                        address.keepQuietTo(now);
                        before = now;
                    }
                    surroundings.share(epoch, now);
                }
            } while (!closed.await(SHARE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "connections cannot be listed; after a takeover clients notice later", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void liftOverrides(MasterLauncher launcher, long delaySeconds) {
        try {
            if (!closed.await(delaySeconds, TimeUnit.SECONDS)) {
                launcher.liftStandbyOverrides(directory());
                master().reload();
                LOG.log(Level.INFO, "replication of chunks is allowed again");
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "replication of chunks stays off: the configuration cannot be written", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the duties and the process; the changes can still be read from {@link #journals}. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        health.close();
        try {
            changes.close();
        } finally {
            promoted.stop();
        }
    }

    /** The leader's own copy, written from its own master's stream. */
    private record JournalSink(JournalSeries journal) implements ChangeSink {
        @Override
        public long nextVersion() {
            return journal.nextVersion();
        }

        @Override
        public Journal.Outcome append(LogLine line) throws IOException {
            return journal.append(line);
        }

        @Override
        public void flush() {
            // Nobody waits at this file.
        }
    }

    private record OwnStream(Runnable onAdvanced) implements ChangeStream.Listener {
        @Override
        public void connected(boolean now) {
            LOG.log(Level.DEBUG, "own copy of the changes: connected = {0}", now);
        }

        @Override
        public void advanced() {
            onAdvanced.run();
        }

        @Override
        public void broken(String why) {
            LOG.log(Level.ERROR, "this node''s own copy of the changes has stopped: {0}", why);
        }
    }
}
