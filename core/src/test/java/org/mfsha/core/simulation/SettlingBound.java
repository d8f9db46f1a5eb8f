package org.mfsha.core.simulation;

import org.mfsha.core.Timing;
import org.mfsha.core.simulation.Settings.Fault;

/**
 * L1: how long a cluster may take until one leader serves and every node follows it, counted from the moment when
 * everything is healed: all nodes run, no message is lost, none takes longer than a few milliseconds.
 *
 * <p>Why it is an upper bound, term by term:
 *
 * <ul>
 *   <li>{@code echo}: what was under way when everything was healed arrives: messages after {@value
 *       Network#LONGEST_DELAY_MILLIS} ms at the latest. Until then an old bid may undo any progress, so nothing before
 *       counts. By then every start, write, fetch and image that began before is over, too: each takes less.
 *   <li>{@code ending}: a leadership that is left over ends or goes on. A handover or a salvage has a deadline. A leader
 *       that asks in vain is given up after a detection time, and one that lacks a voter's grant looks for a new number
 *       two detection times after its lease. Its voters fall silent, at most, for one detection time.
 *   <li>{@code rounds}: without a leader, every fit candidate bids at the latest after the longest pause between bids (the
 *       greatest back-off and its stagger, or the time it leaves to a bid it promised). A bid passes rehearsing, asking,
 *       preparing and committing. Each of the four waits no longer than {@code bidNanos}, for every voter answers;
 *       preparing waits for an older lease and the margin, which is {@code bidNanos} and the margin at most, and its
 *       fetches are answered in milliseconds. A bid is spoilt only by a higher one of another candidate, which a voter
 *       then leaves alone for {@code bidNanos}; or by an unfit bidder, whose bid ends with its rehearsal. Candidates that
 *       begin at the same time are a stagger apart, which is longer than a message takes. So each candidate can spoil one
 *       bid of the one that wins. One more round for a leader whose standby was lost between its bid and its election, and
 *       which hands back.
 *   <li>{@code givingUp}: where data may be gone with a disk, a bidder waits for the node that handed it back, if that node
 *       answers, for {@code settledNanos}, and its last bid then begins anew.
 *   <li>{@code serving}: mfsmaster starts, and everybody hears of it with the next renewal.
 * </ul>
 *
 * <p>A replacement that is under way when everything is healed restarts every agent while it lasts: the bound counts twice,
 * and the time the administrator takes.
 */
final class SettlingBound {
    private static final int STAGES = 4;
    private static final int BACK_OFF_DOUBLINGS = 4;
    private static final long SERVING = 100 * Dice.MILLI;

    private final Settings settings;

    SettlingBound(Settings settings) {
        this.settings = settings;
    }

    /** In nanoseconds of true time. */
    long nanos(boolean replacing) {
        return replacing ? 2 * once() + Replacement.LONGEST : once();
    }

    private long once() {
        Timing timing = settings.timing();
        long echo = Network.LONGEST_DELAY_MILLIS * Dice.MILLI;
        long ending = timing.handoverNanos() + timing.leaseNanos() + 3 * timing.detectionNanos();
        long stagger = settings.candidates() * timing.staggerNanos();
        long pause = Math.max((timing.retryNanos() << BACK_OFF_DOUBLINGS) + stagger, timing.bidNanos());
        long round = pause + STAGES * timing.bidNanos() + timing.marginNanos();
        long rounds = (settings.candidates() + 1) * round;
        boolean dataMayBeGone = settings.faults().contains(Fault.IMAGE_LOST)
                || settings.faults().contains(Fault.WIPED_DISK);
        long givingUp = dataMayBeGone ? timing.settledNanos() + round + timing.catchUpNanos() : 0;
        long serving = SERVING + 2 * timing.renewNanos();
        double slowestClock = 1 - settings.driftPartsPerMillion() / 1e6;
        return (long) ((echo + ending + rounds + givingUp + serving) / slowestClock);
    }
}
