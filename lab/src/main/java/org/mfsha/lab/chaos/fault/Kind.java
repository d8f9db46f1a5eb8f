package org.mfsha.lab.chaos.fault;

import static org.mfsha.lab.ProcessSelector.AGENT;
import static org.mfsha.lab.ProcessSelector.ALL;
import static org.mfsha.lab.ProcessSelector.MFSMASTER;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.ProcessSelector.Named;

/** All kinds of faults. Times are milliseconds; a lease is 500 of them, a hang is noticed after 3000. */
public enum Kind {
    MASTER_KILLED(Role.LEADER, false, Loss.NOTHING, Outage.TAKEOVER, 500, 1500, kill(MFSMASTER)),
    AGENT_KILLED(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 1000, 3000, kill(AGENT)),
    GUARD_KILLED(Role.LEADER, false, Loss.NOTHING, Outage.TAKEOVER, 500, 1500, kill(new Named("mfsha-guard"))),
    AGENT_AND_MASTER_KILLED(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 1000, 3000, kill(AGENT, MFSMASTER)),
    EVERYTHING_KILLED(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 1000, 3000, kill(ALL)),
    MASTER_FROZEN_SHORTLY(Role.LEADER, false, Loss.NOTHING, Outage.PAUSE, 50, 400, freeze(MFSMASTER)),
    MASTER_FROZEN(Role.LEADER, false, Loss.NOTHING, Outage.PAUSE, 800, 2500, freeze(MFSMASTER)),
    MASTER_HUNG(Role.LEADER, false, Loss.NOTHING, Outage.HANG, 4000, 6000, freeze(MFSMASTER)),
    AGENT_FROZEN_SHORTLY(Role.LEADER, true, Loss.LAST_MOMENT, Outage.PAUSE, 50, 300, freeze(AGENT)),
    AGENT_FROZEN(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, freeze(AGENT)),
    AGENT_AND_MASTER_FROZEN_SHORTLY(
            Role.LEADER, true, Loss.LAST_MOMENT, Outage.PAUSE, 50, 300, freeze(AGENT, MFSMASTER)),
    AGENT_AND_MASTER_FROZEN(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, freeze(AGENT, MFSMASTER)),
    HOST_FROZEN_SHORTLY(Role.LEADER, true, Loss.LAST_MOMENT, Outage.PAUSE, 50, 300, freeze(ALL)),
    HOST_FROZEN(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, freeze(ALL)),
    HOST_LOST(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 1000, 4000, (role, _) -> new PowerLoss(role)),
    LINK_CUT_SHORTLY(Role.LEADER, true, Loss.LAST_MOMENT, Outage.PAUSE, 50, 300, (role, _) -> new Cut(role, false)),
    LINK_CUT(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, (role, _) -> new Cut(role, false)),
    CABLE_PULLED(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, (role, _) -> new Cut(role, true)),
    LINK_FLAPS(Role.LEADER, true, Loss.ANY_MOMENT, Outage.UNSTEADY, 0, 500, Kind::flap),
    DEAF(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, (role, _) -> Filter.deaf(role)),
    NOT_HEARD(Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, (role, _) -> Filter.dumb(role)),
    CUT_FROM_PEERS(
            Role.LEADER, true, Loss.LAST_MOMENT, Outage.TAKEOVER, 800, 4000, (role, _) -> Filter.fromPeers(role)),
    CUT_FROM_CLIENTS(Role.LEADER, false, Loss.NOTHING, Outage.PAUSE, 500, 3000, (role, _) -> Filter.fromClients(role)),
    PACKET_LOSS(Role.LEADER, true, Loss.ANY_MOMENT, Outage.UNSTEADY, 1500, 5000, Kind::losing),
    ADDRESS_REMOVED(Role.LEADER, false, Loss.NOTHING, Outage.NONE, 500, 1500, (_, _) -> new AddressRemoved()),
    ADDRESS_TAKEN(Role.STRANGER, false, Loss.NOTHING, Outage.NONE, 3000, 8000, (_, _) -> new AddressTaken(false)),
    ADDRESS_STOLEN(Role.STRANGER, false, Loss.NOTHING, Outage.REFUSAL, 2000, 6000, (_, _) -> new AddressTaken(true)),
    DISK_FULL(
            Role.LEADER,
            true,
            Loss.UNRECORDED_LAST_MOMENT,
            Outage.TAKEOVER,
            1000,
            4000,
            (role, _) -> new DiskFull(role)),
    SWITCHOVER(Role.LEADER, false, Loss.NOTHING, Outage.TAKEOVER, 500, 1500, (_, _) -> new Handover()),
    CHUNKSERVER_LATE(Role.LEADER, false, Loss.NOTHING, Outage.TAKEOVER, 1500, 6000, Kind::late),
    STANDBY_MASTER_KILLED(Role.STANDBY, false, Loss.NOTHING, Outage.NONE, 500, 1500, kill(MFSMASTER)),
    STANDBY_AGENT_KILLED(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 1000, 3000, kill(AGENT)),
    STANDBY_MASTER_FROZEN(Role.STANDBY, false, Loss.NOTHING, Outage.NONE, 800, 4000, freeze(MFSMASTER)),
    STANDBY_FROZEN(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 800, 4000, freeze(ALL)),
    STANDBY_LOST(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 1000, 4000, (role, _) -> new PowerLoss(role)),
    STANDBY_CUT(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 800, 4000, (role, _) -> new Cut(role, false)),
    STANDBY_FLAPS(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 0, 500, Kind::flap),
    STANDBY_PACKET_LOSS(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 1500, 5000, Kind::losing),
    STANDBY_DISK_FULL(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 1000, 4000, (role, _) -> new DiskFull(role)),
    STANDBY_DAMAGED(Role.STANDBY, true, Loss.NOTHING, Outage.NONE, 500, 1500, Kind::damage),
    WITNESS_LOST(Role.WITNESS, true, Loss.NOTHING, Outage.NONE, 1000, 4000, (role, _) -> new PowerLoss(role)),
    WITNESS_CUT(Role.WITNESS, true, Loss.NOTHING, Outage.NONE, 800, 4000, (role, _) -> new Cut(role, false)),
    WITNESS_FROZEN(Role.WITNESS, true, Loss.NOTHING, Outage.NONE, 800, 4000, freeze(ALL)),
    CHUNKSERVER_FROZEN(Role.CHUNKSERVER, false, Loss.NOTHING, Outage.NONE, 800, 4000, Kind::chunkserver);

    private final Role role;
    private final boolean voteless;
    private final Loss loss;
    private final Outage outage;
    private final long shortestMillis;
    private final long longestMillis;

    @SuppressWarnings("ImmutableEnumChecker") // the functions above hold nothing that changes
    private final Draw draw;

    Kind(Role role, boolean voteless, Loss loss, Outage outage, long shortestMillis, long longestMillis, Draw draw) {
        this.role = role;
        this.voteless = voteless;
        this.loss = loss;
        this.outage = outage;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
        this.draw = draw;
    }

    private interface Draw {
        Fault of(Role role, SplittableRandom random);
    }

    /** A fault of this kind. */
    public Fault draw(SplittableRandom random) {
        return draw.of(role, random);
    }

    /** How long one shall last. */
    public long drawMillis(SplittableRandom random) {
        return random.nextLong(shortestMillis, longestMillis + 1);
    }

    /** Whom it hits. */
    public Role role() {
        return role;
    }

    /** Whether the host's vote may be missing meanwhile. */
    public boolean takesVote() {
        return voteless;
    }

    /** What it may cost. */
    public Loss loss() {
        return loss;
    }

    /** How service may suffer. */
    public Outage outage() {
        return outage;
    }

    /** Whether a chunkserver is missing meanwhile, so that chunks may be as well. */
    public boolean takesChunkserver() {
        return this == CHUNKSERVER_LATE || role == Role.CHUNKSERVER;
    }

    /** Whether another one may happen meanwhile: a quorum and a candidate able to serve are left. */
    public boolean bears(Kind other) {
        boolean candidates = role == Role.LEADER || role == Role.STANDBY;
        boolean helpers = other.role == Role.WITNESS || other.role == Role.CHUNKSERVER;
        return candidates && helpers && !(voteless && other.voteless) && this != CHUNKSERVER_LATE;
    }

    /** Its name for people. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Draw kill(ProcessSelector... selectors) {
        return (role, _) -> new Kill(role, List.of(selectors));
    }

    private static Draw freeze(ProcessSelector... selectors) {
        return (role, _) -> new Freeze(role, List.of(selectors));
    }

    private static Fault chunkserver(Role role, SplittableRandom random) {
        return new Freeze(role, List.of(new Named("mfschunkserver")));
    }

    private static Fault late(Role role, SplittableRandom random) {
        return new Together(chunkserver(Role.CHUNKSERVER, random), new Kill(role, List.of(MFSMASTER)));
    }

    private static Fault flap(Role role, SplittableRandom random) {
        List<Long> millis = new ArrayList<>();
        for (int change = random.nextInt(2, 6) * 2; change > 0; change--) {
            millis.add(random.nextLong(50, 900));
        }
        return new Flap(role, millis);
    }

    private static Fault losing(Role role, SplittableRandom random) {
        return Filter.losing(role, random.nextInt(5, 31));
    }

    private static Fault damage(Role role, SplittableRandom random) {
        DamagedImage.Damage[] all = DamagedImage.Damage.values();
        return new DamagedImage(all[random.nextInt(all.length)], random.nextDouble());
    }
}
