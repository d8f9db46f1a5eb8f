package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;

/** A safeguard of the protocol that is taken away, by changing what a node remembers or reads just before it decides. */
public enum Flaw {
    /** The protocol as it is. */
    NONE,

    /** A node that starts again finds what it wrote before last. */
    PROMISE_FORGOTTEN_AT_A_CRASH,

    /** A grant counts for the latest request, whichever it answers. */
    LEASE_COUNTS_FROM_THE_ANSWER {
        @Override
        Event read(NodeState state, Event event) {
            return event
                                    instanceof
                                    Event.Received(
                                            var from,
                                            Grant(long epoch, long _, long accepted, var report, long pause))
                            && state.leadership
                                    .filter(leadership -> leadership.epoch() == epoch)
                                    .isPresent()
                    ? new Event.Received(
                            from,
                            new Grant(epoch, state.leadership.orElseThrow().round(), accepted, report, pause))
                    : event;
        }
    },

    /** A bidder takes every older lease for over. */
    NO_WAIT_FOR_THE_FENCE {
        @Override
        Promise read(NodeState state, Promise promise) {
            return withLastGrant(promise, new LastGrant(0, LONG_AGO));
        }
    },

    /** A bidder takes every grant for one unit older than it is: there is no margin for clocks that drift. */
    NO_MARGIN {
        @Override
        Promise read(NodeState state, Promise promise) {
            LastGrant grant = promise.lastGrant();
            return withLastGrant(promise, new LastGrant(grant.epoch(), grant.ageNanos() + ONE_UNIT));
        }
    },

    /** A voter that starts again believes that it never granted a lease. */
    LAST_GRANT_FORGOTTEN_AT_A_CRASH {
        @Override
        void started(NodeState state) {
            state.grantedEpoch = 0;
            state.grantedAt -= LONG_AGO;
        }
    },

    /** A voter promises an epoch to a second bidder too, and accepts it from a second leader. */
    ONE_EPOCH_FOR_TWO {
        @Override
        Event read(NodeState state, Event event) {
            if (event instanceof Event.Received(var from, Propose(long epoch, boolean _, var _))
                    && epoch == state.ballot.promised()) {
                state.promisedTo = Optional.of(from);
            }
            if (event instanceof Event.Received(var _, Accept accept)
                    && accept.epoch() == state.ballot.accepted().epoch()) {
                state.ballot = new Ballot(
                        state.ballot.promised(), state.ballot.accepted().withoutLast());
            }
            return super.read(state, event);
        }
    },

    /** A voter grants whoever asks, whatever it promised. */
    GRANTS_IN_SPITE_OF_A_PROMISE {
        @Override
        Event read(NodeState state, Event event) {
            if (event instanceof Event.Received(var _, Renew renew) && renew.epoch() < state.ballot.promised()) {
                state.ballot = new Ballot(renew.epoch(), state.ballot.accepted());
            }
            return event;
        }
    },

    /** A voter keeps nothing of a promise, as if every bid were a rehearsal, and the bidder takes its word for it. */
    REHEARSAL_COUNTS_AS_PROMISE {
        @Override
        Event read(NodeState state, Event event) {
            return event instanceof Event.Received(var from, Propose(long epoch, boolean _, var report))
                    ? new Event.Received(from, new Propose(epoch, true, report))
                    : super.read(state, event);
        }

        @Override
        Promise read(NodeState state, Promise promise) {
            boolean asked = state.bid
                    .filter(bid -> bid.stage() instanceof Bid.Stage.Asking)
                    .isPresent();
            return asked
                    ? new Promise(
                            promise.epoch(),
                            false,
                            promise.lastGrant(),
                            promise.accepted(),
                            promise.handback(),
                            promise.report(),
                            promise.leaderHad())
                    : promise;
        }
    },

    /** A bidder does not look at what voters say of their data. */
    DATA_OF_VOTERS_NOT_READ {
        @Override
        Event read(NodeState state, Event event) {
            Event read = super.read(state, event);
            state.bid = state.bid.map(bid -> new Bid(
                    bid.epoch(),
                    bid.stage(),
                    bid.deadline(),
                    bid.resendAt(),
                    bid.promises(),
                    bid.rejectedBy(),
                    bid.hearLeader(),
                    Map.of()));
            return read;
        }

        @Override
        Promise read(NodeState state, Promise promise) {
            return new Promise(
                    promise.epoch(),
                    promise.rehearsal(),
                    promise.lastGrant(),
                    promise.accepted(),
                    promise.handback(),
                    new Report(
                            new Position(0, 0),
                            promise.report().metadataId(),
                            promise.report().hot()),
                    promise.leaderHad());
        }
    },

    /** A voter that starts again does not know that it holds still for a paused leader. */
    PAUSE_FORGOTTEN_AT_A_RESTART {
        @Override
        void started(NodeState state) {
            state.ballot = new Ballot(state.ballot.promised(), state.ballot.accepted());
        }
    },

    /** A voter holds still for four units less than it is asked to. */
    HOLD_TOO_SHORT {
        @Override
        Event read(NodeState state, Event event) {
            return event
                                    instanceof
                                    Event.Received(
                                            var from,
                                            Renew(long epoch, long round, boolean leased, var report, Pause pause))
                            && pause.holdNanos() > 0
                    ? new Event.Received(
                            from,
                            new Renew(
                                    epoch,
                                    round,
                                    leased,
                                    report,
                                    new Pause(pause.serial(), Math.max(0, pause.holdNanos() - 4 * ONE_UNIT), "")))
                    : event;
        }
    },

    /** The dead-man's switch confirms that it will act earlier, and does not. */
    GUARD_KEEPS_THE_LONGER_LEASE,

    /** A leader that hands back says so and serves on: the shell does not do what the core tells it. */
    SERVES_ON_AFTER_HANDING_BACK;

    /** One unit of time of the small worlds, in nanoseconds. */
    public static final long ONE_UNIT = 10;

    private static final long LONG_AGO = 1_000 * ONE_UNIT;

    /** What a node makes of an event, after what this flaw does to its memory. */
    Event read(NodeState state, Event event) {
        return event instanceof Event.Received(var from, Promise promise)
                ? new Event.Received(from, (Message) read(state, promise))
                : event;
    }

    Promise read(NodeState state, Promise promise) {
        return promise;
    }

    /** What a node makes of what it wrote last. */
    void started(NodeState state) {}

    private static Promise withLastGrant(Promise promise, LastGrant grant) {
        return new Promise(
                promise.epoch(),
                promise.rehearsal(),
                grant,
                promise.accepted(),
                promise.handback(),
                promise.report(),
                promise.leaderHad());
    }
}
