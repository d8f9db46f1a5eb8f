package org.mfsha.core.simulation;

import java.util.EnumMap;
import java.util.Map;
import org.mfsha.core.simulation.Settings.Fault;

/** What happened in one run, or in many. Not thread-safe. */
final class Tally {
    /** What a cluster does, as far as it is counted. */
    enum Deed {
        /** A master begins to serve in an epoch of its own. */
        TAKEOVER,
        /** A takeover that an administrator asked for. */
        SWITCHOVER,
        /** A master was elected and did not start. */
        FAILED_START,
        SUSPENSION,
        RESUMPTION,
        RENUMBERING,
        /** A node that was away follows a leader with the data it had. */
        REJOIN,
        /** A new member took the place of one that lost its disk. */
        REPLACEMENT,
        /** Data that went its own way is set aside. */
        QUARANTINE,
        /** An image was made from the leader's. */
        REBUILD,
        /** A stream of changes began too late; what was missing came from the leader's agent. */
        GAP_FILLED,
        REORDERED_MESSAGE,
        /** A pause begins. */
        PAUSE,
        /** A paused leader's mfsmaster is lost and nothing happens. */
        LEFT_ALONE,
        /** A pause is ended early by its leader. */
        EARLY_END,
        /** A pause is ended by a leader whose agent was restarted. */
        END_BY_FORMER_LEADER,
        COMMAND_ACCEPTED,
        COMMAND_REFUSED,
        /** Data may be nowhere any more, and nobody leads without it. */
        LEFT_TO_THE_ADMINISTRATOR,
        /** Acknowledged changes that a new leader went on without, by the contract they were acknowledged under. */
        LOST_CHANGE_ALONE,
        LOST_CHANGE_FOLLOWED
    }

    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final Map<Deed, Long> deeds = new EnumMap<>(Deed.class);
    private long runs;
    private long events;
    private long virtualNanos;
    private double worstSettleShare;
    private long acknowledgedAlone;
    private long acknowledgedFollowed;

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    void count(Deed deed) {
        count(deed, 1);
    }

    void count(Deed deed, long times) {
        deeds.merge(deed, times, Long::sum);
    }

    void acknowledged(Ledger.Contract contract) {
        switch (contract) {
            case ALONE -> acknowledgedAlone++;
            case FOLLOWED -> acknowledgedFollowed++;
        }
    }

    /** The cluster settled after this share of the bound. */
    void settled(double share) {
        worstSettleShare = Math.max(worstSettleShare, share);
    }

    void ended(VirtualTime time) {
        runs++;
        events += time.executed();
        virtualNanos += time.now();
    }

    void add(Tally other) {
        other.faults.forEach((fault, times) -> faults.merge(fault, times, Long::sum));
        other.deeds.forEach(this::count);
        runs += other.runs;
        events += other.events;
        virtualNanos += other.virtualNanos;
        worstSettleShare = Math.max(worstSettleShare, other.worstSettleShare);
        acknowledgedAlone += other.acknowledgedAlone;
        acknowledgedFollowed += other.acknowledgedFollowed;
    }

    long times(Fault fault) {
        return faults.getOrDefault(fault, 0L);
    }

    long times(Deed deed) {
        return deeds.getOrDefault(deed, 0L);
    }

    long runs() {
        return runs;
    }

    double worstSettleShare() {
        return worstSettleShare;
    }

    /** In one line. */
    String summary() {
        double minutes = virtualNanos / 60e9;
        return String.format(
                java.util.Locale.ROOT,
                "%d seeds, %d events, %.0f minutes of virtual time, %.1f takeovers a minute, worst settling %.0f%% of its"
                        + " bound",
                runs,
                events,
                minutes,
                minutes > 0 ? times(Deed.TAKEOVER) / minutes : 0,
                100 * worstSettleShare);
    }

    /** With everything that was counted. */
    String report() {
        var text = new StringBuilder(summary());
        text.append("\nacknowledged changes: ")
                .append(acknowledgedFollowed)
                .append(" while a hot standby followed, ")
                .append(acknowledgedAlone)
                .append(" by a leader alone");
        text.append("\nfaults:");
        for (Fault fault : Fault.values()) {
            text.append("\n  ").append(words(fault)).append(": ").append(times(fault));
        }
        text.append("\nwhat the clusters did:");
        for (Deed deed : Deed.values()) {
            text.append("\n  ").append(words(deed)).append(": ").append(times(deed));
        }
        return text.toString();
    }

    private static String words(Enum<?> name) {
        return name.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
