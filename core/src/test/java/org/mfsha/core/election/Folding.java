package org.mfsha.core.election;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Bid.Stage.Committing;
import org.mfsha.core.election.Bid.Stage.Preparing;
import org.mfsha.core.election.Bid.Stage.Rehearsing;
import org.mfsha.core.election.Bid.TimedPromise;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.Promise;

/**
 * Makes equal situations equal: every time in a node's memory is told relative to {@link Mind#NOW}, and one so long past
 * that nothing depends on how long is told as just that long past. What decides nothing within the time searched is
 * left out: {@code Timing.settledNanos} (twenty detections) is never reached, so neither what a leader had that long
 * ago nor how long a holder was asked in vain is kept.
 */
final class Folding {
    private static final int MANY_FAILURES = 3;
    private static final long OLDEST_ROUND = 8;

    private final Timing timing;
    private final boolean keepsPeers;
    private final long by;

    /**
     * @param keepsPeers whether reports of followers are kept; only a planned handover reads them
     * @param by how much time passes
     */
    Folding(Timing timing, boolean keepsPeers, long by) {
        this.timing = timing;
        this.keepsPeers = keepsPeers;
        this.by = by;
    }

    /** How long a grant is worth remembering. */
    static long fence(Timing timing) {
        return timing.leaseNanos() + timing.marginNanos();
    }

    void fold(NodeState state) {
        state.grantedAt = at(state.grantedAt, fence(timing));
        state.heldUntil = heldUntil(state);
        state.handbackAt =
                state.handback.isPresent() ? at(state.handbackAt, 2 * timing.renewNanos() + silence()) : Mind.NOW;
        state.leaderHad = Position.NONE;
        state.leaderHas = Position.NONE;
        state.leaderHasSince = Mind.NOW;
        state.leaderHeardAt = at(state.leaderHeardAt, silence());
        if (state.askedInVainSince.isPresent()) {
            state.askedInVainSince = OptionalLong.of(at(state.askedInVainSince.getAsLong(), timing.detectionNanos()));
        }
        state.quietUntil = at(state.quietUntil, 0);
        state.inVainSince =
                state.inVainSince.keySet().stream().collect(Collectors.toUnmodifiableMap(node -> node, _ -> Mind.NOW));
        state.bid = state.bid.map(this::fold);
        state.leadership = state.leadership.map(this::fold);
        state.farewell = state.farewell.map(
                farewell -> new NodeState.Farewell(farewell.word(), at(farewell.nextAt(), 0), at(farewell.until(), 0)));
    }

    /** When a hold is over that matters only until the leader has been silent for longer. */
    private long heldUntil(NodeState state) {
        boolean holds = state.ballot.pause().holdNanos() > 0 && state.heldUntil - by > Mind.NOW;
        boolean delays = state.heldUntil > state.leaderHeardAt + timing.detectionNanos();
        return holds || delays ? at(state.heldUntil, silence()) : Mind.NOW - silence();
    }

    private Pausing fold(Pausing pausing) {
        return new Pausing(
                pausing.serial(),
                pausing.askedUntil() == 0 ? 0 : at(pausing.askedUntil(), 0),
                pausing.leaveUntil() == 0 ? 0 : at(pausing.leaveUntil(), 0),
                pausing.confirmed(),
                pausing.isAsking() ? at(pausing.deadline(), 0) : 0,
                pausing.shortening(),
                pausing.note(),
                pausing.neglected());
    }

    private long at(long time, long memory) {
        return Math.max(time - by, Mind.NOW - memory);
    }

    private long silence() {
        return timing.detectionNanos() + 2 * timing.staggerNanos();
    }

    private long patience() {
        return 2 * timing.detectionNanos();
    }

    private Bid fold(Bid bid) {
        Map<NodeId, TimedPromise> promises = bid.promises().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> fold(bid, entry.getValue())));
        return new Bid(
                bid.epoch(),
                fold(bid.stage()),
                at(bid.deadline(), 0),
                at(bid.resendAt(), 0),
                promises,
                bid.rejectedBy(),
                bid.hearLeader(),
                bid.heard());
    }

    /** Only the moment of the grant counts, and only until the bidder has waited for its end. */
    private TimedPromise fold(Bid bid, TimedPromise timed) {
        Promise promise = timed.promise();
        boolean waits = !(bid.stage() instanceof Rehearsing || bid.stage() instanceof Committing);
        long grantedAt = waits ? timed.receivedAt() - promise.lastGrant().ageNanos() : 0;
        var grant = new LastGrant(waits ? promise.lastGrant().epoch() : 0, 0);
        var kept = new Promise(
                promise.epoch(),
                promise.rehearsal(),
                grant,
                promise.accepted(),
                promise.handback(),
                promise.report(),
                Position.NONE);
        return new TimedPromise(kept, at(grantedAt, fence(timing)));
    }

    private Bid.Stage fold(Bid.Stage stage) {
        return switch (stage) {
            case Preparing(var from, var failures, long againAt, long patientUntil) -> {
                Map<NodeId, Integer> few = failures.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> Math.min(MANY_FAILURES, entry.getValue())));
                yield new Preparing(from, few, at(againAt, 0), at(patientUntil, 0));
            }
            case Committing(var lineage, long round, var lease) -> new Committing(lineage, round, fold(lease, 0, 0));
            default -> stage;
        };
    }

    private Leadership fold(Leadership leadership) {
        return new Leadership(
                leadership.lineage(),
                leadership.since(),
                leadership.entry(),
                fold(leadership.stage()),
                leadership.suspended(),
                fold(leadership.lease(), leadership.round(), leadership.round() - OLDEST_ROUND),
                at(leadership.leaseUntil(), patience()),
                0,
                at(leadership.renewAt(), 0),
                keepsPeers ? leadership.peers() : Map.of(),
                fold(leadership.pausing()));
    }

    private Leadership.Stage fold(Leadership.Stage stage) {
        return switch (stage) {
            case Leadership.Stage.Draining(var target, long deadline) ->
                new Leadership.Stage.Draining(target, at(deadline, 0));
            case Leadership.Stage.AwaitingSuccessor(var target, var end, long deadline) ->
                new Leadership.Stage.AwaitingSuccessor(target, end, at(deadline, 0));
            case Leadership.Stage.Salvaging(long deadline) -> new Leadership.Stage.Salvaging(at(deadline, 0));
            default -> stage;
        };
    }

    /** The answer to a request that was sent long before the last lease ended changes nothing: it is forgotten. */
    private LeaseTracker fold(LeaseTracker lease, long firstRound, long oldestRound) {
        var sentAt = new HashMap<Long, Long>();
        lease.sentAt().forEach((round, sent) -> {
            if (sent - by > Mind.NOW - timing.leaseNanos() - patience() && round >= oldestRound) {
                sentAt.put(round - firstRound, sent - by);
            }
        });
        var granted = new HashMap<NodeId, Long>();
        lease.granted().forEach((voter, sent) -> granted.put(voter, at(sent, timing.leaseNanos() + patience())));
        return new LeaseTracker(sentAt, granted);
    }

    /** The round that a leader's requests are counted from. */
    static Optional<Long> round(NodeState state) {
        return state.leadership.map(Leadership::round);
    }
}
