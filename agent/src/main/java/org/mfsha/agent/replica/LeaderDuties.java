package org.mfsha.agent.replica;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.master.GuardedMaster;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.takeover.Serving;
import org.mfsha.agent.takeover.Takeover;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.protocol.Event;

/** Turns a standby into the serving master, and watches over it. */
final class LeaderDuties {
    private final Config config;
    private final ImageStore store;
    private final MasterLauncher launcher;
    private final SharedAddress address;
    private final KnownConnections known;
    private final Replica.Outlet outlet;
    private final AtomicLong leaseUntilNanos = new AtomicLong();
    private volatile Optional<GuardedMaster> process = Optional.empty();
    private volatile boolean armed;
    private volatile CompletableFuture<Void> lastStop = CompletableFuture.completedFuture(null);

    LeaderDuties(
            Config config,
            ImageStore store,
            MasterLauncher launcher,
            SharedAddress address,
            KnownConnections known,
            Replica.Outlet outlet) {
        this.config = config;
        this.store = store;
        this.launcher = launcher;
        this.address = address;
        this.known = known;
        this.outlet = outlet;
    }

    /** A standby is hot: everything that can be prepared for its takeover is done now. */
    void standbyReady() throws IOException {
        address.holdChunkRequests();
        address.warmUp();
    }

    /**
     * Takes over; returns when mfsmaster listens and the address is announced.
     *
     * @throws IOException when nothing was served
     */
    Serving serve(Standby standby, TakeoverStart start) throws IOException, InterruptedException {
        GuardedMaster master = standby.master();
        process = Optional.of(master);
        armed = false;
        extend(start.leaseUntilNanos());
        master.onGuardSuspended(outlet::guardSuspended);
        long epoch = start.lineage().epoch();
        boolean listens = false;
        try {
            var takeover =
                    new Takeover(address, Duration.ofMillis(config.master().startDeadlineMillis()));
            Takeover.Started started =
                    takeover.run(standby, start.lineage(), new RenewedLease(), store.journal(epoch), start.phases());
            listens = true;
            long listeningAt = System.currentTimeMillis();
            Serving serving = begin(standby, epoch, started);
            var _ = master.ended().thenAccept(why -> lost(master, epoch, why));
            outlet.tookOver(record(start, listeningAt));
            return serving;
        } finally {
            if (!listens) {
                stopped();
                kill(master);
            }
        }
    }

    private final class RenewedLease implements Takeover.Lease {
        @Override
        public long latestNanos() {
            return leaseUntilNanos.get();
        }

        @Override
        public void armed() {
            armed = true;
        }
    }

    private Serving begin(Standby standby, long epoch, Takeover.Started started) {
        return Serving.begin(
                standby,
                address,
                known,
                config.master(),
                launcher,
                config.cluster().self().address(),
                started,
                new Serving.Surroundings() {
                    @Override
                    public void advanced() {
                        outlet.changed();
                    }

                    @Override
                    public void hangs(String why) {
                        outlet.event(new Event.MasterHangs(epoch, why));
                    }

                    @Override
                    public void answers() {
                        outlet.event(new Event.MasterAnswers(epoch));
                    }

                    @Override
                    public void share(long epoch, List<ClientConnection> connections) {
                        outlet.share(epoch, connections);
                    }
                });
    }

    private void lost(GuardedMaster master, long epoch, String why) {
        if (process.filter(current -> current == master).isPresent()) {
            outlet.event(new Event.MasterLost(epoch, why));
        }
    }

    private static TakeoverRecord record(TakeoverStart start, long listeningAt) {
        EpochRecord epoch = start.lineage().last().orElseThrow();
        return new TakeoverRecord(
                epoch.epoch(),
                epoch.leader().name(),
                start.previousLeader(),
                epoch.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                start.startedAtMillis(),
                listeningAt,
                start.phases().laps(),
                List.of());
    }

    /** The lease was renewed. */
    void extend(long untilNanos) {
        leaseUntilNanos.accumulateAndGet(untilNanos, Math::max);
        whenArmed(master -> master.extend(untilNanos));
    }

    /** Only an earlier lease counts from now on; runs something once that is so, whatever happens to the process. */
    void shorten(long untilNanos, Runnable whenDone) {
        leaseUntilNanos.set(untilNanos);
        Optional<GuardedMaster> master = process;
        if (master.isPresent()) {
            var _ = master.get().shorten(untilNanos).thenRun(whenDone);
        } else {
            onceStopped(whenDone);
        }
    }

    /** Kill a process that hangs; its end is told as any other. */
    void killHung() {
        process.ifPresent(GuardedMaster::kill);
    }

    /** Stop the process and take the address away, at once. */
    void suspend() {
        address.hush();
        whenArmed(GuardedMaster::suspend);
    }

    /** Go on, at once. */
    void resume(long untilNanos) {
        leaseUntilNanos.accumulateAndGet(untilNanos, Math::max);
        whenArmed(master -> master.resume(untilNanos));
    }

    private void whenArmed(Consumer<GuardedMaster> command) {
        if (armed) {
            process.ifPresent(command);
        }
    }

    /** Kill the serving process and take the address away, at once. */
    void killNow() {
        Optional<GuardedMaster> master = process;
        stopped();
        master.ifPresent(this::kill);
    }

    private void kill(GuardedMaster master) {
        lastStop = master.stopped();
        master.kill();
    }

    /**
     * Runs something once nothing that was killed here can answer any more: at once, in general, but a guard that waits
     * for the kernel has not read its order yet. Not at all if the guard never confirms.
     */
    void onceStopped(Runnable task) {
        var _ = lastStop.thenRun(task);
    }

    /** The node does not lead any more. */
    void stopped() {
        armed = false;
        process = Optional.empty();
        address.hush();
    }

    /** After a suspension somebody may have learnt another way. */
    void announceAgain() {
        address.announce();
    }
}
