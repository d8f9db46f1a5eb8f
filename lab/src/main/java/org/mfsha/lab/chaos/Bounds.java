package org.mfsha.lab.chaos;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mfsha.lab.chaos.fault.Outage;

/**
 * How long applications may have to wait, by the timing of agents (their defaults, docs/administrators-guide.md) and of
 * MooseFS's clients: the sum of what each fault of a round explains, and a share for the machine, which has two processors
 * for everything.
 */
final class Bounds {
    private static final long DETECTION_MILLIS = 500;
    private static final long LEASE_MILLIS = 500;
    private static final long MARGIN_MILLIS = 50;
    private static final long CHUNKSERVER_WAIT_MILLIS = 4000;

    /** MASTER_HANG_MILLIS, and the pause between two questions. */
    private static final long HANG_MILLIS = 3000 + 500;

    /** After a refusal mfsmount sleeps 2 s, a connection attempt may take 2 s more (mastercomm.c, 3.0.117). */
    private static final long CLIENT_MILLIS = 4000;

    /** A leader that is heard and does not hear is given up after a detection time of its own. */
    private static final long TAKEOVER_MILLIS = 2 * DETECTION_MILLIS + LEASE_MILLIS + MARGIN_MILLIS + CLIENT_MILLIS;

    /** After "no copies" mfsmount waits 10 s (readdata.c, 3.0.117); chunkservers come back on whole seconds. */
    private static final long NO_COPIES_MILLIS = 11_000;

    /**
     * A client whose connection was reset while the answer to "may I write this chunk" was on its way asks the same master
     * again, and that has locked the chunk for 120 s (chunks.c, LOCKTIMEOUT; matoclserv_beforedisconnect of matoclserv.c
     * takes back only what is not answered yet). A question for a locked chunk waits 30 s at a time (matoclserv.c).
     */
    private static final long LOCK_MILLIS = 150_000;

    private static final long MACHINE_MILLIS = 3000;

    /** The line of an operation may not have left a host that stopped this soon after acknowledging it. */
    static final long UNSENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** From mfsmaster's answer until the application, one of many threads on this machine, has looked at its clock. */
    static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * A leader that renews in vain from the fault on acknowledges at most so much longer: its lease counts from a request
     * that it sent before, and the guard ends it within the margin.
     */
    static final long LAST_LEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(LEASE_MILLIS + MARGIN_MILLIS) + ANSWER_NANOS;

    /** An operation that hangs longer is not waited for, whatever happened. */
    static final long HANGING_MILLIS = LOCK_MILLIS + 30_000;

    /** Until there is a leader and hot standbys when all faults are over: a restart, an image, a takeover. */
    static final long CALM_MILLIS = 60_000;

    private Bounds() {}

    /**
     * How long no metadata operation at all may be completed, and how long each one may take.
     *
     * @param takeovers whether there were any, called for or not
     */
    static long metadataMillis(List<Strike> strikes, boolean takeovers) {
        long explained = strikes.stream().mapToLong(Bounds::explainedMillis).sum();
        long uncalled = takeovers && strikes.stream().noneMatch(Bounds::callsForTakeover) ? TAKEOVER_MILLIS : 0;
        return explained + uncalled + MACHINE_MILLIS;
    }

    /** The same for data: chunkservers must be back as well after a takeover, and those that are frozen must go on. */
    static long dataMillis(List<Strike> strikes, boolean takeovers) {
        long chunkservers = strikes.stream()
                .filter(strike -> strike.planned().kind().takesChunkserver())
                .mapToLong(strike -> lastedMillis(strike) + NO_COPIES_MILLIS)
                .sum();
        boolean refused =
                strikes.stream().anyMatch(strike -> strike.planned().kind().outage() == Outage.REFUSAL);
        return metadataMillis(strikes, takeovers)
                + (takeovers ? CHUNKSERVER_WAIT_MILLIS : 0)
                + (refused ? LOCK_MILLIS : 0)
                + chunkservers;
    }

    /** Whether somebody should take over after this, or may. */
    static boolean callsForTakeover(Strike strike) {
        return switch (strike.planned().kind().outage()) {
            case NONE, PAUSE, REFUSAL -> false;
            case TAKEOVER, HANG, UNSTEADY -> true;
        };
    }

    /** While a packet cannot get through, TCP repeats it after twice the time each: as long again may pass at the end. */
    private static long explainedMillis(Strike strike) {
        return switch (strike.planned().kind().outage()) {
            case NONE -> 0;
            case PAUSE -> 2 * lastedMillis(strike);
            case REFUSAL -> CLIENT_MILLIS;
            case TAKEOVER -> TAKEOVER_MILLIS;
            case HANG -> HANG_MILLIS + TAKEOVER_MILLIS;
            case UNSTEADY -> 2 * lastedMillis(strike) + TAKEOVER_MILLIS;
        };
    }

    private static long lastedMillis(Strike strike) {
        return TimeUnit.NANOSECONDS.toMillis(strike.overNanos() - strike.beganNanos());
    }
}
