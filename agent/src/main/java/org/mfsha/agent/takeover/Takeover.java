package org.mfsha.agent.takeover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.standby.Standby;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.takeover.TakeoverLines;

/** The last part of a takeover: from an epoch that a majority accepted to a master that listens. */
public final class Takeover {
    private static final long MILLIS = 1_000;
    private static final Set<EpochRecord.Reason> NOTHING_IS_MISSING =
            EnumSet.of(EpochRecord.Reason.FIRST_START, EpochRecord.Reason.SWITCHOVER);
    private static final Duration ADDRESS_LIMIT = Duration.ofSeconds(1);

    private final SharedAddress address;
    private final Duration startLimit;

    /**
     * @param address the shared address
     * @param startLimit how long mfsmaster may take from the open gate until it listens
     */
    public Takeover(SharedAddress address, Duration startLimit) {
        this.address = address;
        this.startLimit = startLimit;
    }

    /**
     * What serving begins with.
     *
     * @param journal this node's own copy of the changes, empty yet
     * @param chunksFreeAtMillis before this nobody should ask for chunks, wall clock, milliseconds since 1970
     * @param writersGoneAtMillis before this nobody should make a snapshot, wall clock, milliseconds since 1970
     */
    public record Started(Journal journal, long chunksFreeAtMillis, long writersGoneAtMillis) {}

    /** The right to serve, which is renewed while a takeover goes on. */
    public interface Lease {
        /** Until when this node may serve, on the boot clock. */
        long latestNanos();

        /** The dead-man's switch watches from now on: renewals go to it directly. */
        void armed();
    }

    /**
     * Makes a standby the serving master.
     *
     * @param lineage ends with the epoch to serve in
     * @param lease gives the latest lease, and hears when the dead-man's switch has been told one
     * @param journalFile where this node will keep its own copy of the changes it makes
     * @param phases gets a lap for every step
     * @return what serving begins with
     * @throws IOException when any step failed and nothing was served; the caller must give the epoch back
     */
    public Started run(Standby standby, Lineage lineage, Lease lease, Path journalFile, Phases phases)
            throws IOException, InterruptedException {
        EpochRecord epoch = lineage.last().orElseThrow();
        // Its number may be a second one, which it was given before it could serve: then its record has no version.
        long first = lineage.firstVersionOf(epoch.epoch());
        if (standby.nextVersion() < first) {
            throw new IOException("this standby ends at version " + standby.nextVersion() + ", but was elected with "
                    + first + ": it was replaced meanwhile");
        }
        Optional<String> inUse = address.portsInUse();
        if (inUse.isPresent()) {
            // With the address here, whoever listens would be taken for the master until ours fails to listen.
            throw new IOException(inUse.get());
        }
        // The epoch's number goes to disk before anything is served in it: a leader whose data is of an older epoch
        // can then be believed that it never served.
        standby.enter(lineage);
        phases.lap("enter-epoch");

        standby.master().serve(lease.latestNanos());
        lease.armed();
        standby.master().awaitAddress(ADDRESS_LIMIT);
        phases.lap("take-address");

        TakeoverLines.Plan plan = standby.appendTakeoverLines(
                System.currentTimeMillis() / MILLIS, !NOTHING_IS_MISSING.contains(epoch.reason()));
        // Whatever can fail comes before the gate: what is served can only be salvaged, not taken back.
        Journal journal = Journal.open(journalFile, standby.nextVersion());
        phases.lap("append-takeover-lines");

        standby.openGate();
        standby.master().awaitListening(startLimit);
        phases.lap("open-gate-to-listening");

        address.announce();
        phases.lap("announce");
        return new Started(
                journal,
                plan.freeAtSeconds().orElse(0) * MILLIS,
                plan.writersGoneAtSeconds().orElse(0) * MILLIS);
    }
}
