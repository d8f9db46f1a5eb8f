package org.mfsha.core.election;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.protocol.Pause;

/**
 * What a leader knows of a pause. Immutable. Times are on its own clock. At any moment a majority holds still for longer than
 * {@code leaveUntil}, or that is past.
 *
 * @param serial of what it says to the voters now
 * @param askedUntil the end of the pause it asks for, counted from the first sending; 0 when it asks for none
 * @param leaveUntil until when it may serve though nobody renews its lease; 0 when it may not; never after {@code askedUntil}
 * @param confirmed voters that wrote down what it says now
 * @param deadline when a pause that is not confirmed is called off
 * @param shortening whether the pause is being ended, and the dead-man's switch has not confirmed its earlier deadline yet
 * @param note who wants the pause and why
 * @param neglected what is wrong with mfsmaster and was left alone
 */
record Pausing(
        long serial,
        long askedUntil,
        long leaveUntil,
        Set<NodeId> confirmed,
        long deadline,
        boolean shortening,
        String note,
        Optional<String> neglected) {
    /** There never was a pause under this number. */
    static final Pausing NEVER = new Pausing(0, 0, 0, Set.of(), 0, false, "", Optional.empty());

    Pausing {
        confirmed = Set.copyOf(confirmed);
        if (leaveUntil > askedUntil) {
            throw new IllegalStateException("leave until " + leaveUntil + ", asked for until " + askedUntil);
        }
    }

    /** Whether anything of a pause is left: asked for, in force, or being ended. */
    boolean isThere() {
        return askedUntil > 0;
    }

    /** Whether voters are being asked, for a first pause or a longer one. */
    boolean isAsking() {
        return askedUntil > leaveUntil && !shortening;
    }

    /** Whether nothing may happen now. */
    boolean isInForce(long now) {
        return now < leaveUntil;
    }

    /** What voters are told now. */
    Pause word(Timing timing, long now) {
        return isThere()
                ? new Pause(serial, timing.holdNanos(Math.max(0, askedUntil - now)), note)
                : new Pause(serial, 0, "");
    }

    Pausing asking(long until, long newDeadline, String why) {
        return new Pausing(serial + 1, until, leaveUntil, Set.of(), newDeadline, false, why, neglected);
    }

    Pausing confirmedBy(NodeId voter) {
        var more = new HashSet<>(confirmed);
        more.add(voter);
        return new Pausing(serial, askedUntil, leaveUntil, more, deadline, shortening, note, neglected);
    }

    Pausing granted() {
        return new Pausing(serial, askedUntil, askedUntil, confirmed, deadline, false, note, neglected);
    }

    /** Back to what was granted before, if anything was. */
    Pausing calledOff() {
        return new Pausing(serial + 1, leaveUntil, leaveUntil, Set.of(), deadline, false, note, neglected);
    }

    /** This node serves under its lease alone from now on, but the voters do not know yet. */
    Pausing asShortening() {
        return new Pausing(serial, askedUntil, 0, confirmed, deadline, true, note, neglected);
    }

    Pausing ended() {
        return new Pausing(serial + 1, 0, 0, Set.of(), 0, false, "", Optional.empty());
    }

    Pausing neglecting(Optional<String> what) {
        return new Pausing(serial, askedUntil, leaveUntil, confirmed, deadline, shortening, note, what);
    }
}
