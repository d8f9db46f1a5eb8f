package org.mfsha.core.simulation;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;
import org.mfsha.core.simulation.Settings.Fault;

/** The protocol with one of its safeguards taken away, by changing what crosses the border of a coordinator. */
final class BrokenVariants {
    private static final long AN_HOUR = 3_600_000L * Dice.MILLI;

    private static final Set<Fault> LEADERS_COME_AND_GO =
            EnumSet.of(Fault.PAUSE, Fault.HOST_PAUSE, Fault.ONE_WAY_CUT, Fault.ISOLATION, Fault.SLOW_FETCH);

    private static final Set<Fault> AGENTS_CRASH = EnumSet.of(
            Fault.AGENT_CRASH,
            Fault.HOST_CRASH,
            Fault.CRASH_BETWEEN_ACTIONS,
            Fault.PAUSE,
            Fault.ONE_WAY_CUT,
            Fault.ISOLATION);

    private static final Set<Fault> ANSWERS_COME_LATE =
            EnumSet.of(Fault.DELAY, Fault.PAUSE, Fault.HOST_PAUSE, Fault.CUT, Fault.ISOLATION);

    private static final Set<Fault> STANDBYS_FALL_BEHIND = EnumSet.of(Fault.STALE_STANDBY, Fault.HOST_CRASH);

    private BrokenVariants() {}

    /** A voter forgets at a crash what it promised last. */
    static Tampering voterForgetsItsPromise() {
        return new Tampering() {
            @Override
            public Settings settings(Settings drawn) {
                return drawn.among(AGENTS_CRASH, 200);
            }

            @Override
            public Ballot found(Ballot written, Optional<Ballot> writtenBefore) {
                return writtenBefore.orElse(written);
            }
        };
    }

    /** A grant counts from when it is read: for the latest round sent, whichever round it answers. */
    static Tampering leaseCountsFromTheAnswer() {
        return new Tampering() {
            private final Map<NodeId, Renew> latest = new HashMap<>();

            @Override
            public Settings settings(Settings drawn) {
                return drawn.among(ANSWERS_COME_LATE, 400);
            }

            @Override
            public Message outgoing(NodeId from, NodeId to, Message message) {
                if (message instanceof Renew renew) {
                    latest.put(from, renew);
                }
                return message;
            }

            @Override
            public Message incoming(NodeId from, NodeId to, Message message) {
                if (message instanceof Grant(long epoch, long round, long accepted, var report, long pause)) {
                    return Optional.ofNullable(latest.get(to))
                            .filter(renew -> renew.epoch() == epoch && renew.round() > round)
                            .<Message>map(renew -> new Grant(epoch, renew.round(), accepted, report, pause))
                            .orElse(message);
                }
                return message;
            }
        };
    }

    /** A voter forgets at a restart that it holds still for a paused leader. */
    static Tampering voterForgetsThePause() {
        return new AmongPauses(Fault.ISOLATION, Fault.HOST_CRASH) {
            @Override
            public Ballot found(Ballot written, Optional<Ballot> writtenBefore) {
                return new Ballot(written.promised(), written.accepted());
            }
        };
    }

    /** Voters hold still for less than the time the leader counts on. */
    static Tampering votersHoldTooShort() {
        return new AmongPauses(Fault.ISOLATION, Fault.PAUSE) {
            @Override
            public Message outgoing(NodeId from, NodeId to, Message message) {
                return message instanceof Renew(long epoch, long round, boolean leased, var report, Pause pause)
                        ? new Renew(epoch, round, leased, report, shorter(pause))
                        : message;
            }

            private static Pause shorter(Pause pause) {
                return new Pause(pause.serial(), pause.holdNanos() / 2, pause.note());
            }
        };
    }

    /** A leader's pause counts from the answer that makes a majority, not from when it asked. */
    static Tampering pauseCountsFromTheAnswer() {
        return new AmongPauses(Fault.PAUSE, Fault.SLOW_DISK) {
            @Override
            public boolean pausesCountFromTheAnswer() {
                return true;
            }
        };
    }

    /** The voters are told to let go while the dead-man's switch still counts on them. */
    static Tampering guardKeepsTheLongerLease() {
        return new AmongPauses(Fault.PAUSE, Fault.OPERATOR_RESUME) {
            @Override
            public boolean guardKeepsTheLongerLease() {
                return true;
            }
        };
    }

    /** Where administrators pause the cluster all the time. */
    private abstract static class AmongPauses implements Tampering {
        private final Set<Fault> faults;

        AmongPauses(Fault... others) {
            this.faults = EnumSet.of(Fault.OPERATOR_PAUSE, others);
        }

        @Override
        public Settings settings(Settings drawn) {
            return drawn.among(faults, 100);
        }
    }

    /** Nobody waits for a lease that may still run. */
    static Tampering nobodyWaitsForTheFence() {
        return new Tampering() {
            @Override
            public Message incoming(NodeId from, NodeId to, Message message) {
                return message
                                instanceof
                                Promise(
                                        long epoch,
                                        boolean rehearsal,
                                        var _,
                                        var accepted,
                                        var handback,
                                        var report,
                                        var had)
                        ? new Promise(epoch, rehearsal, new LastGrant(0, AN_HOUR), accepted, handback, report, had)
                        : message;
            }
        };
    }

    /** A voter only rehearses, and the bidder takes its answer for a promise. */
    static Tampering rehearsalCountsAsPromise() {
        return new Tampering() {
            private final Map<NodeId, Long> asked = new HashMap<>();

            @Override
            public Message outgoing(NodeId from, NodeId to, Message message) {
                if (message instanceof Propose(long epoch, boolean rehearsal, var report) && !rehearsal) {
                    asked.put(from, epoch);
                    return new Propose(epoch, true, report);
                }
                return message;
            }

            @Override
            public Message incoming(NodeId from, NodeId to, Message message) {
                boolean meant = message instanceof Promise promise
                        && Optional.ofNullable(asked.get(to))
                                .filter(epoch -> epoch == promise.epoch())
                                .isPresent();
                return meant
                                && message
                                        instanceof
                                        Promise(
                                                long epoch,
                                                boolean _,
                                                var last,
                                                var accepted,
                                                var back,
                                                var report,
                                                var had)
                        ? new Promise(epoch, false, last, accepted, back, report, had)
                        : message;
            }
        };
    }

    /** Voters do not say what they remember of the lost leader. */
    static Tampering votersForgetWhatTheLeaderHad() {
        return new Tampering() {
            @Override
            public Settings settings(Settings drawn) {
                return drawn.among(STANDBYS_FALL_BEHIND, 2500).withOneStandby(40_000);
            }

            @Override
            public Message incoming(NodeId from, NodeId to, Message message) {
                return message
                                instanceof
                                Promise(
                                        long epoch,
                                        boolean rehearsal,
                                        var last,
                                        var accepted,
                                        var handback,
                                        var report,
                                        var _)
                        ? new Promise(epoch, rehearsal, last, accepted, handback, report)
                        : message;
            }
        };
    }

    /** A node whose disk was lost comes back blank under its old name. */
    static Tampering wipedDiskKeepsItsName() {
        return new Tampering() {
            @Override
            public Settings settings(Settings drawn) {
                return drawn.among(LEADERS_COME_AND_GO, 200);
            }

            @Override
            public boolean wipedDiskKeepsItsName() {
                return true;
            }
        };
    }

    /** A voter answers before its ballot is on disk, and a crash comes in between. */
    static Tampering answersBeforeItsBallotIsOnDisk() {
        return new Tampering() {
            @Override
            public Settings settings(Settings drawn) {
                return drawn.among(LEADERS_COME_AND_GO, 200);
            }

            @Override
            public boolean answersBeforeItsBallotIsOnDisk() {
                return true;
            }
        };
    }

    /** A leader serves on at the end of its lease until its agent notices. */
    static Tampering guardSleeps() {
        return new Tampering() {
            @Override
            public boolean guardSleeps() {
                return true;
            }
        };
    }

    /** A bidder takes a voter's data to reach no further than its own. */
    static Tampering bidderIgnoresFresherPositions() {
        return new Tampering() {
            private final Map<NodeId, Report> own = new HashMap<>();

            @Override
            public Message outgoing(NodeId from, NodeId to, Message message) {
                if (message instanceof Propose propose) {
                    own.put(from, propose.report());
                }
                return message;
            }

            @Override
            public Message incoming(NodeId from, NodeId to, Message message) {
                return message
                                        instanceof
                                        Promise(
                                                long epoch,
                                                boolean rehearsal,
                                                var last,
                                                var accepted,
                                                var back,
                                                var report,
                                                var had)
                                && report.metadataId() != 0
                                && own.containsKey(to)
                        ? new Promise(epoch, rehearsal, last, accepted, back, noFurther(report, own.get(to)), had)
                        : message;
            }

            private static Report noFurther(Report report, Report limit) {
                boolean further = report.position().version() > limit.position().version();
                return further ? new Report(limit.position(), report.metadataId(), report.hot()) : report;
            }
        };
    }

    /** A standby takes lines as they come, though some before them are missing. */
    static Tampering overlooksGaps() {
        return new Tampering() {
            @Override
            public boolean overlooksGaps() {
                return true;
            }
        };
    }
}
