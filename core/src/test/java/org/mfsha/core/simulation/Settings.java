package org.mfsha.core.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mfsha.core.Timing;

/**
 * What one run looks like; drawn from the seed, so that each seed has faults of its own kind.
 *
 * @param candidates number of candidates
 * @param witnesses number of witnesses
 * @param timing the timing of every node
 * @param driftPartsPerMillion the fastest and slowest clock differ from true time by no more than this
 * @param guardLatenessNanos how much too late the dead-man's switch may act
 * @param faults kinds of faults that occur
 * @param meanPauseMillis average time between two faults
 * @param chaosMillis how long faults occur
 * @param calmStart whether the first leader is elected before the first fault
 */
record Settings(
        int candidates,
        int witnesses,
        Timing timing,
        int driftPartsPerMillion,
        long guardLatenessNanos,
        Set<Fault> faults,
        int meanPauseMillis,
        int chaosMillis,
        boolean calmStart) {
    /** Kinds of faults. */
    enum Fault {
        AGENT_CRASH,
        HOST_CRASH,
        PAUSE,
        /** A whole machine stands still, its dead-man's switch too. */
        HOST_PAUSE,
        CUT,
        ONE_WAY_CUT,
        ISOLATION,
        LOSS,
        DUPLICATION,
        DELAY,
        MASTER_LOST,
        MASTER_FAILS_TO_START,
        COLD_STANDBY,
        SLOW_FETCH,
        SWITCHOVER,
        /** An administrator pauses the cluster for some seconds. */
        OPERATOR_PAUSE,
        /** An administrator ends a pause, or tries to. */
        OPERATOR_RESUME,
        /** mfsmaster answers nobody for a while. */
        MASTER_HANGS,
        /** An administrator asks the wrong node, or for a leader that cannot be. */
        ODD_COMMAND,
        CRASH_BETWEEN_ACTIONS,
        PAUSE_BETWEEN_ACTIONS,
        /** A standby goes on voting, but receives no changes. */
        STALE_STANDBY,
        /** An agent that has just started needs a while to find its data, and takes no part before. */
        SLOW_START,
        /** Writing a ballot takes long; the agent does nothing else meanwhile. */
        SLOW_DISK,
        /** A ballot cannot be written; the agent ends. */
        FAILING_DISK,
        /** A host loses everything it ever wrote. It never comes back under its name; a new member takes its place. */
        WIPED_DISK,
        /** A power cut takes the lines with it that were not on disk yet. */
        LOST_TAIL,
        /** A standby's image is gone. */
        IMAGE_LOST,
        /** A standby's image cannot be loaded any more, though its changes can be read. */
        IMAGE_DAMAGED
    }

    /** Drawn apart from the others: seeds without them are what they were before these existed. */
    private static final Set<Fault> OF_PAUSES =
            EnumSet.of(Fault.OPERATOR_PAUSE, Fault.OPERATOR_RESUME, Fault.MASTER_HANGS);

    /** What makes a pause worth looking at. */
    private static final Set<Fault> WORTH_A_PAUSE =
            EnumSet.of(Fault.MASTER_LOST, Fault.AGENT_CRASH, Fault.HOST_CRASH, Fault.ISOLATION);

    /** How many nodes of each kind. */
    private record Shape(int candidates, int witnesses) {
        static final List<Shape> USUAL = List.of(
                new Shape(2, 1),
                new Shape(2, 1),
                new Shape(3, 0),
                new Shape(2, 3),
                new Shape(3, 2),
                new Shape(3, 1),
                new Shape(4, 1),
                new Shape(5, 0));
    }

    Settings {
        if (driftPartsPerMillion > worstDrift(timing, guardLatenessNanos)) {
            throw new IllegalArgumentException("the margin does not cover drift and lateness");
        }
    }

    /**
     * The greatest drift that the margin covers. Three clocks measure a fence: the leader's its lease, the voter's the age
     * of its grant, the bidder's its wait. All of them wrong by the drift must still fit the margin.
     */
    private static int worstDrift(Timing timing, long guardLatenessNanos) {
        double measured = 3.0 * timing.leaseNanos() + 2.0 * timing.marginNanos();
        return (int) ((timing.marginNanos() - guardLatenessNanos) / measured * 1e6);
    }

    /**
     * Whether a leader is promised when everything is healed. A host that loses all its data may take changes with it that
     * are nowhere else: the first ones of an epoch before anybody has followed it (seed 1795654347332188), or those of
     * which another host loses the last lines. No leader may go on without them then; that is for an administrator to
     * decide. Whatever becomes of such a cluster, all other promises hold.
     */
    boolean promisesALeader() {
        return !faults.contains(Fault.WIPED_DISK) && !faults.contains(Fault.IMAGE_LOST);
    }

    static Settings drawnFrom(Dice dice) {
        Shape shape = dice.oneOf(Shape.USUAL);
        var faults = EnumSet.noneOf(Fault.class);
        double share = dice.oneOf(List.of(0.15, 0.3, 0.6));
        for (Fault fault : EnumSet.complementOf(EnumSet.copyOf(OF_PAUSES))) {
            if (dice.chance(share)) {
                faults.add(fault);
            }
        }
        Timing usual = dice.chance(0.7) ? Timing.lan() : Timing.ofMillis(1000, 200, 800, 100);
        Timing timing = timing(faults, usual);
        long lateness = dice.millis(0, 10);
        int worstDrift = worstDrift(timing, lateness);
        return new Settings(
                shape.candidates(),
                shape.witnesses(),
                timing,
                dice.chance(0.3) ? worstDrift : dice.between(0, worstDrift),
                lateness,
                faults,
                dice.oneOf(List.of(80, 300, 1000)),
                dice.between(5_000, 20_000),
                dice.chance(0.8));
    }

    /** With pauses too, or not. */
    Settings withPausesDrawnFrom(Dice dice) {
        var more = EnumSet.noneOf(Fault.class);
        more.addAll(faults);
        if (dice.chance(0.4)) {
            OF_PAUSES.stream().filter(_ -> dice.chance(0.8)).forEach(more::add);
            WORTH_A_PAUSE.stream().filter(_ -> dice.chance(0.5)).forEach(more::add);
        }
        return among(more, meanPauseMillis);
    }

    /** What voters remember settles slowly: hasten it where a standby may lag behind it. */
    private static Timing timing(Set<Fault> faults, Timing usual) {
        return faults.contains(Fault.STALE_STANDBY) ? Timing.ofMillis(250, 50, 125, 30) : usual;
    }

    /** The same cluster among other faults, with another average pause between them. */
    Settings among(Set<Fault> others, int pauseMillis) {
        Timing other = timing(others, timing);
        return new Settings(
                candidates,
                witnesses,
                other,
                Math.min(driftPartsPerMillion, worstDrift(other, guardLatenessNanos)),
                guardLatenessNanos,
                others,
                pauseMillis,
                chaosMillis,
                calmStart);
    }

    /** The same for two candidates and a witness, where no third one has what a standby lacks, with faults for so long. */
    Settings withOneStandby(int forMillis) {
        return new Settings(
                2, 1, timing, driftPartsPerMillion, guardLatenessNanos, faults, meanPauseMillis, forMillis, calmStart);
    }
}
