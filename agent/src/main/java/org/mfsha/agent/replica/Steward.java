package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.agent.archive.keeping.Live;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.store.EvidenceNote;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.takeover.Serving;
import org.mfsha.agent.verify.Subject;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Lineage.Relation;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.takeover.LostChange;

/**
 * Owner of this candidate's data. Its methods return at once; everything happens on one thread of its own, in the order
 * asked for, except what the dead-man's switch is told, which goes straight through.
 */
public final class Steward implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Steward.class.getName());
    private static final int METALOGGER_PORT = 9419;
    private static final int COPY_BYTES = 512 * 1024;
    private static final long CHECK_SECONDS = 1;
    private static final int LOOK_MINUTES = 10;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Config config;
    private final ImageStore store;
    private final ImageBuilder builder;
    private final PeerChanges peerChanges;
    private final LeaderDuties duties;
    private final Outlet outlet;
    private final Probation probation = new Probation();
    private final Readiness readiness;
    private final Origins origins;
    private final ImageWorkshop workshop = new ImageWorkshop(results());
    private final BackgroundSync disk = new BackgroundSync();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("steward").unstarted(task));

    private volatile Holding holding = new Holding.Nothing();
    private volatile String whyNotHot = "starting";
    private volatile Optional<Following> following = Optional.empty();
    private Optional<Pursuit> pursuit = Optional.empty();
    private boolean diskFirst = true;
    private boolean closed;

    /** Where the steward's news go. */
    public interface Outlet {
        /** Something happened that the core must know. */
        void event(Event event);

        /** This node's data or readiness changed. */
        void changed();

        /** Changes were found that never became history. */
        void lost(long epoch, List<LostChange> changes);

        /** How far the leader says it is. */
        Optional<Position> leaderPosition();

        /** Identity of the metadata that the latest leader serves; empty while that is not known. */
        Optional<Long> leaderMetadataId();

        /** Why this node must not lead although its data is ready; empty when it may. */
        Optional<String> obstacle();

        /** Whether this node never accepted an epoch: only then may it bring data, or make some. */
        boolean isNewMember();

        /** Whether an administrator wants nothing to happen now. */
        boolean isPaused();

        /** Whether every node of the cluster is there, none has data, and this one comes first. */
        boolean mayCreateMetadata();
    }

    Steward(
            Config config,
            ImageStore store,
            ImageBuilder builder,
            PeerChanges peerChanges,
            LeaderDuties duties,
            Outlet outlet) {
        this.config = config;
        this.store = store;
        this.builder = builder;
        this.peerChanges = peerChanges;
        this.duties = duties;
        this.outlet = outlet;
        this.origins = new Origins(config.master().dataPath(), builder, outlet);
        this.readiness =
                new Readiness(outlet::leaderPosition, () -> probation.obstacle().or(outlet::obstacle));
    }

    /**
     * Looks at what is on disk and begins to make an image of it. Returns when it knows what is there: a node must not
     * vote before, or others would take it for one that has nothing.
     *
     * @throws IOException when that takes longer than {@value #LOOK_MINUTES} minutes
     */
    public void start() throws IOException {
        var known = new CountDownLatch(1);
        run("look at what is on disk", () -> {
            try {
                store.newestImage().ifPresent(this::adoptFiles);
            } finally {
                known.countDown();
            }
            reconsider();
        });
        try {
            if (!known.await(LOOK_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("the newest image could not be read within " + LOOK_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the start", e);
        }
        var _ = thread.scheduleWithFixedDelay(this::check, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    private void adoptFiles(Path image) {
        try {
            Lineage lineage = store.lineage(image);
            holding = new Holding.OnDisk(DiskData.found(image, store.journals(lineage), lineage));
        } catch (IOException e) {
            whyNotHot = "the newest image on disk cannot be used: " + e.getMessage();
            LOG.log(Level.ERROR, whyNotHot, e);
        }
    }

    // ---------------------------------------------------------------- what others may know

    /** What this node says of its data. */
    public Report report() {
        Report report = holding.report();
        return new Report(report.position(), report.metadataId(), report.hot() && readiness.isReady());
    }

    /** Why this node could not serve at once; empty when it could. */
    public String whyNotHot() {
        return switch (holding) {
            case Holding.Hot _ -> readiness.whyNot().orElse("");
            case Holding.Led _ -> "";
            default -> whyNotHot;
        };
    }

    /** What this node's mfsmaster says its version is; empty when none was started yet. */
    public String masterVersion() {
        return builder.masterVersion();
    }

    /** Whether there is nothing here that could be the cluster's metadata. */
    public boolean isBlank() {
        return holding instanceof Holding.Nothing && !workshop.isBusy() && !origins.hasInstallation();
    }

    /** Changes that other nodes may ask for. */
    HeldChanges changes() {
        return holding.changes();
    }

    // ---------------------------------------------------------------- archiving and proving

    /** What can be archived; empty while this node is neither hot nor leads. */
    public Optional<Live> live() {
        return holding.live();
    }

    /** A leader's own copy of changes before a version is not needed any more. */
    public void dropChangesBefore(long version) throws IOException {
        Optional<Serving> serving = holding.ifServing();
        if (serving.isPresent()) {
            serving.get().dropChangesBefore(version);
        }
    }

    /** The hot standby and the leader it must agree with; empty while this node is no hot standby of a leader. */
    public Optional<Subject> subject() {
        return holding.ifHot()
                .flatMap(standby -> following.map(leader -> new Subject(
                        standby.image().directory(),
                        standby.image().baseVersion(),
                        standby.nextVersion(),
                        standby.image().metadataId(),
                        standby.pid(),
                        leader.leader().name(),
                        leader.master())));
    }

    /**
     * An image was found to differ from what the leader has: if it still is the hot standby's, the standby gives it up
     * and makes itself a new one from the leader. Nobody may take over with it any more, nor continue its changes.
     */
    public void distrust(Path image) {
        run("give up an image that differs", () -> {
            if (holding instanceof Holding.Hot(Standby standby)
                    && standby.image().directory().equals(image)) {
                stopPursuit();
                standby.close();
                holding = new Holding.Nothing();
                Path aside = store.archive(image, "differs");
                LOG.log(
                        Level.ERROR,
                        "standby image {0} differs from the leader''s metadata: set aside as {1}",
                        image,
                        aside);
                whyNotHot = "making a new image: the last one differed from the leader's metadata";
                reconsider();
            }
        });
    }

    // ---------------------------------------------------------------- following

    /** Follow a leader. */
    public void follow(NodeId leader, Lineage lineage) {
        run("follow " + leader, () -> {
            InetSocketAddress master = new InetSocketAddress(
                    config.cluster().node(leader.name()).orElseThrow().address(), METALOGGER_PORT);
            following = Optional.of(new Following(leader, master, lineage));
            readiness.begin();
            reconsider();
        });
    }

    /** Fetch changes from a peer until a position is reached. */
    public void fetchTail(NodeId from, Position upTo) {
        run("fetch changes from " + from, () -> {
            try {
                Standby standby = holding.ifHot().orElseThrow(() -> new IOException("this node is not hot any more"));
                while (standby.position().isBehind(upTo)) {
                    PeerChanges.Answer answer = peerChanges.from(from, standby.nextVersion());
                    append(standby, answer, from);
                }
                outlet.event(new Event.TailFetched(report()));
            } catch (IOException e) {
                outlet.event(new Event.TailFailed(from, String.valueOf(e.getMessage())));
            }
        });
    }

    private void append(Standby standby, PeerChanges.Answer answer, NodeId from) throws IOException {
        if (!(answer.lineage().relationOf(standby.position()) instanceof Relation.Prefix)) {
            throw new IOException(from + " follows another history");
        }
        for (LogLine line : answer.lines()) {
            switch (standby.append(line)) {
                case Journal.Outcome.Gap _, Journal.Outcome.Diverged _ ->
                    throw new IOException("change " + line.version() + " of " + from + " does not fit");
                default -> {}
            }
        }
        standby.flush();
        boolean entered = answer.lineage().epoch() > standby.lineage().epoch();
        if (entered) {
            standby.enter(answer.lineage());
        }
        if (answer.lines().isEmpty() && !entered) {
            throw new IOException(from + " has no changes from version " + standby.nextVersion() + " on");
        }
    }

    /** Brings what this node has and what it follows together. */
    private void reconsider() throws IOException {
        switch (holding) {
            case Holding.Nothing _ -> carryOut(origins.fromElsewhere(following));
            case Holding.OnDisk(DiskData data)
            when following.isEmpty() || (diskFirst && !isForeign(data.metadataId())) ->
                carryOut(origins.fromDisk(data, following));
            case Holding.OnDisk _ -> carryOut(origins.fromElsewhere(following));
            case Holding.Hot(Standby standby) -> keepUp(standby);
            case Holding.Led _ -> {}
        }
        outlet.changed();
    }

    private void keepUp(Standby standby) throws IOException {
        if (following.isEmpty()) {
            return;
        }
        if (isForeign(standby.image().metadataId())) {
            refuse(standby);
            return;
        }
        Following leader = following.get();
        switch (leader.relationOf(standby.position())) {
            case Relation.Prefix _ -> {
                stopPursuit();
                pursuit = Optional.of(Pursuit.start(leader, standby, peerChanges, pursuitListener()));
            }
            case Relation.DivergesAt(long version) -> {
                stopPursuit();
                origins.reportLost(
                        standby.image().directory(),
                        List.of(),
                        version,
                        leader.epochAfter(standby.lineage().epoch()));
                retire(standby, "its changes from " + version + " on never became history");
                reconsider();
            }
            case Relation.Unrelated _ -> {
                stopPursuit();
                distrust(standby, "its history is not the leader's");
                diskFirst = false;
                reconsider();
            }
        }
    }

    /** Epochs and versions are numbers that two clusters may have in common; the identity of the metadata is not. */
    private boolean isForeign(long metadataId) {
        return following.isPresent()
                && outlet.leaderMetadataId().filter(id -> id != metadataId).isPresent();
    }

    private void refuse(Standby standby) throws IOException {
        stopPursuit();
        LOG.log(
                Level.ERROR,
                "the metadata in {0} is another cluster''s (id {1}, the leader''s is {2}): set aside",
                standby.image().directory(),
                Long.toHexString(standby.image().metadataId()),
                Long.toHexString(outlet.leaderMetadataId().orElse(0L)));
        distrust(standby, "its metadata is another cluster's");
        diskFirst = false;
        reconsider();
    }

    /** Gives a standby up; where its changes are in doubt, or somebody else's, they must not be taken for history. */
    private void distrust(Standby standby, String why) throws IOException {
        new EvidenceNote(0, why).write(standby.image().directory());
        retire(standby, why);
    }

    private void retire(Standby standby, String why) throws IOException {
        LOG.log(
                Level.WARNING,
                "standby image {0} is given up: {1}",
                standby.image().directory(),
                why);
        whyNotHot = "making a new image: " + why;
        standby.stop();
        holding = new Holding.OnDisk(DiskData.of(standby));
    }

    private Pursuit.Listener pursuitListener() {
        return new Pursuit.Listener() {
            @Override
            public void advanced() {
                outlet.changed();
            }

            @Override
            public void broken(Following leader, String why) {
                run("replace a standby that cannot go on", () -> cannotGoOn(leader, why));
            }
        };
    }

    private void cannotGoOn(Following leader, String why) throws IOException {
        boolean current = following.equals(Optional.of(leader));
        if (current && holding instanceof Holding.Hot(Standby standby)) {
            stopPursuit();
            retire(standby, why);
            diskFirst = false;
            reconsider();
        }
    }

    private void stopPursuit() {
        pursuit.ifPresent(Pursuit::close);
        pursuit = Optional.empty();
    }

    // ---------------------------------------------------------------- images

    private void carryOut(Origins.Choice choice) {
        switch (choice) {
            case Origins.Choice.Make(String what, var build) -> build(what, build);
            case Origins.Choice.Wait(String why) -> whyNotHot = why;
        }
    }

    private void build(String what, ImageWorkshop.Build build) {
        if (!closed && workshop.order(what, build)) {
            whyNotHot = "making an image " + what;
        }
    }

    private ImageWorkshop.Results results() {
        return new ImageWorkshop.Results() {
            @Override
            public void built(long order, Standby standby) {
                run("take the new image", () -> Steward.this.built(order, standby));
            }

            @Override
            public void failed(long order, String what, String why) {
                run("note a failed image", () -> buildFailed(order, what, why));
            }
        };
    }

    private void built(long order, Standby standby) throws IOException {
        if (!workshop.isAwaited(order, true) || !isUseful(standby)) {
            LOG.log(
                    Level.INFO,
                    "not needed any more: image {0}",
                    standby.image().directory());
            standby.close();
            store.archive(standby.image().directory(), "not-needed");
            return;
        }
        switch (holding) {
            case Holding.Hot(Standby old) -> {
                stopPursuit();
                bringUpTo(old, standby);
                old.close();
            }
            case Holding.OnDisk(DiskData data) -> data.close();
            default -> {}
        }
        diskFirst = true;
        holding = new Holding.Hot(standby);
        whyNotHot = "";
        LOG.log(
                Level.INFO,
                "hot at {0}, image {1}",
                standby.position(),
                standby.image().directory());
        var _ = standby.ended().thenAccept(why -> run("note the end of the standby", () -> standbyEnded(standby, why)));
        reconsider();
        duties.standbyReady();
        archiveOthers(standby);
    }

    /** It is of no use to a leader, nor to a standby that follows another history by now. */
    private boolean isUseful(Standby young) {
        return !closed
                && !(holding instanceof Holding.Led)
                && holding.ifHot().filter(old -> !young.isPartOf(old)).isEmpty();
    }

    /** A younger image takes the place of an older one only when it has everything the older one has. */
    private static void bringUpTo(Standby old, Standby young) throws IOException {
        while (young.nextVersion() < old.nextVersion()) {
            for (LogLine line : old.journal().read(young.nextVersion(), COPY_BYTES)) {
                young.append(line);
            }
            young.flush();
        }
        if (old.lineage().epoch() > young.lineage().epoch()) {
            young.enter(old.lineage());
        }
    }

    private void buildFailed(long order, String what, String why) {
        if (workshop.isAwaited(order, false)) {
            whyNotHot = "no image " + what + " (" + why + "); trying again";
            diskFirst = !diskFirst; // What is here and what the leader has are tried in turn.
            outlet.changed();
        }
    }

    private void standbyEnded(Standby standby, String why) throws IOException {
        boolean current = holding instanceof Holding.Hot(Standby hot) && hot == standby;
        if (current && !closed) {
            stopPursuit();
            retire(standby, why);
            diskFirst = false; // What made it end is probably in its files; the leader's are good.
            reconsider();
        }
    }

    /** Metadata is never deleted: what is not used any more is set aside. */
    private void archiveOthers(Standby current) throws IOException {
        for (Path other : store.imagesExcept(List.of(current.image().directory()))) {
            LOG.log(Level.INFO, "set aside: {0}", store.archive(other, "replaced"));
        }
    }

    /** What nothing announces: time for a new image, a leader reached, a first installation allowed. */
    private void check() {
        run("check", () -> {
            if (holding instanceof Holding.Nothing || holding instanceof Holding.OnDisk) {
                reconsider();
            }
            secureInTheBackground();
            if (holding instanceof Holding.Hot(Standby standby)) {
                checkPursuit(standby);
                if (readiness.check(standby)) {
                    outlet.changed();
                }
                checkAge(standby);
            }
        });
    }

    private void secureInTheBackground() {
        switch (holding) {
            case Holding.Hot(Standby standby) ->
                disk.secure(
                        standby.journal(),
                        why -> run("replace a standby whose disk fails", () -> standbyEnded(standby, why)));
            case Holding.Led(Serving serving) ->
                disk.secure(
                        serving.journals().getLast(), why -> LOG.log(Level.ERROR, "this node''s own copy: {0}", why));
            default -> {}
        }
    }

    private void checkPursuit(Standby standby) throws IOException {
        boolean dead = pursuit.filter(Pursuit::isAlive).isEmpty();
        boolean foreign = isForeign(standby.image().metadataId());
        if (following.isPresent() && (dead || foreign)) {
            keepUp(standby);
        }
    }

    private void checkAge(Standby standby) {
        Instant limit = standby.primedAt().plus(Duration.ofHours(config.master().imageMaxAgeHours()));
        if (Instant.now().isAfter(limit) && following.isPresent() && !outlet.isPaused()) {
            Following leader = following.get();
            build("younger than the present one", () -> builder.fromLeader(leader));
        }
    }

    // ---------------------------------------------------------------- leading

    /** Become the serving master. */
    public void startServing(TakeoverStart start) {
        long epoch = start.lineage().epoch();
        run("serve in epoch " + epoch, () -> {
            Optional<String> failure = tryToServe(start);
            // The core waits for one of the two, whatever happened.
            outlet.event(
                    failure.isPresent()
                            ? new Event.MasterFailed(epoch, failure.get())
                            : new Event.MasterListening(epoch));
            reconsider();
        });
    }

    /** Why it failed; empty when mfsmaster listens. */
    private Optional<String> tryToServe(TakeoverStart start) throws InterruptedException {
        workshop.abandon();
        stopPursuit();
        following = Optional.empty();
        Optional<Standby> standby = holding.ifHot();
        if (standby.isEmpty()) {
            return Optional.of("this node is not hot any more");
        }
        try {
            holding = new Holding.Led(duties.serve(standby.get(), start));
            probation.passed();
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "takeover failed", e);
            giveUpTakeover(standby.get(), start.lineage(), String.valueOf(e.getMessage()));
            Duration pause = probation.failed(String.valueOf(e.getMessage()));
            var _ = thread.schedule(outlet::changed, pause.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void giveUpTakeover(Standby standby, Lineage lineage, String why) {
        try {
            takeBackEpoch(standby, lineage, why);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "the image of the failed takeover cannot be used again", e);
            holding = new Holding.Nothing();
        }
    }

    /**
     * Nothing was served in the new epoch: its number must not stay on this data, nor the takeover lines. What was there
     * before them becomes an image again.
     */
    private void takeBackEpoch(Standby standby, Lineage lineage, String why) throws IOException {
        Lineage before = lineage.beforeLatestLog();
        long end = lineage.firstVersionOf(lineage.epoch());
        whyNotHot = "making a new image: it could not serve: " + why;
        DiskData data = DiskData.of(standby).cutAt(end, before);
        standby.close();
        holding = new Holding.OnDisk(data);
        new EvidenceNote(end, "it could not serve in epoch " + lineage.epoch() + ": " + why)
                .write(standby.image().directory());
        store.saveLineage(standby.image().directory(), before);
    }

    /** The dead-man's switch may wait longer. */
    public void extendLease(long leaseUntilNanos) {
        duties.extend(leaseUntilNanos);
    }

    /** Only an earlier lease counts from now on; the core is told when that is sure. */
    public void shortenLease(long epoch, long serial, long leaseUntilNanos) {
        duties.shorten(leaseUntilNanos, () -> outlet.event(new Event.LeaseShortened(epoch, serial)));
    }

    /** Kill the serving process, which hangs. */
    public void killMaster() {
        duties.killHung();
    }

    /** Stop the process and take the address away, at once. */
    public void suspend() {
        duties.suspend();
        run("note the suspension", () -> holding.ifServing().ifPresent(serving -> serving.suspended(true)));
    }

    /** Go on, at once. */
    public void resume(long leaseUntilNanos) {
        duties.resume(leaseUntilNanos);
        run(
                "go on after a suspension",
                () -> holding.ifServing().ifPresent(serving -> {
                    serving.suspended(false);
                    duties.announceAgain();
                }));
    }

    /** The same log goes on under another number. */
    public void renumber(Lineage lineage) {
        run("enter epoch " + lineage.epoch(), () -> {
            if (holding.ifServing().isPresent()) {
                holding.ifServing().get().enter(lineage);
            }
            outlet.changed();
        });
    }

    /** Hold clients back and find the end of the data. */
    public void drain(long epoch) {
        run("drain", () -> {
            try {
                Position end = holding.ifServing()
                        .orElseThrow(() -> new IOException("this node does not serve"))
                        .drain();
                outlet.changed();
                outlet.event(new Event.Drained(epoch, end));
            } catch (IOException e) {
                outlet.event(new Event.DrainFailed(epoch, String.valueOf(e.getMessage())));
            }
        });
    }

    /** Let clients in again. */
    public void undrain() {
        run("let clients in again", () -> {
            if (holding.ifServing().isPresent()) {
                holding.ifServing().get().undrain();
            }
        });
    }

    /** Save what a dead master left. */
    public void salvage(long epoch) {
        run("salvage", () -> {
            Optional<Serving> serving = holding.ifServing();
            Position end = holding.position();
            try {
                if (serving.isPresent()) {
                    end = serving.get().salvage();
                }
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the dead master's last changes could not all be saved", e);
            }
            outlet.changed();
            outlet.event(new Event.Salvaged(epoch, end));
        });
    }

    /** Stop serving for good. The process dies at once; the files become material for a standby. */
    public void stopServing(String why) {
        duties.killNow();
        run("stop serving", () -> {
            if (holding.ifServing().isPresent()) {
                Serving serving = holding.ifServing().get();
                holding = new Holding.OnDisk(DiskData.of(serving));
                whyNotHot = "stopped serving: " + why;
                duties.stopped();
                serving.close();
                reconsider();
            }
        });
    }

    /** Puts what a standby has on stable storage; on the caller's thread. */
    public void secure() throws IOException {
        Optional<Standby> standby = holding.ifHot();
        if (standby.isPresent()) {
            standby.get().secure();
        }
    }

    /** Runs something once the mfsmaster that was told to stop cannot answer any more. */
    public void onceStopped(Runnable task) {
        duties.onceStopped(task);
    }

    // ---------------------------------------------------------------- the thread

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private void run(String what, Task task) {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> {
            try {
                task.run();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "could not " + what, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Ends every process; the files stay. */
    @Override
    public void close() throws IOException {
        duties.killNow();
        try {
            thread.submit(() -> {
                        closed = true;
                        stopPursuit();
                        switch (holding) {
                            case Holding.Hot(Standby standby) -> standby.close();
                            case Holding.Led(var serving) -> serving.close();
                            default -> {}
                        }
                        return null;
                    })
                    .get(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the steward does not stop", e);
        } finally {
            thread.shutdownNow();
        }
    }
}
