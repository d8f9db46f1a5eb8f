package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Bid.Stage.Asking;
import org.mfsha.core.election.Bid.Stage.Committing;
import org.mfsha.core.election.Bid.Stage.Preparing;
import org.mfsha.core.election.Bid.Stage.Rehearsing;
import org.mfsha.core.election.Bid.TimedPromise;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Rejection;
import org.mfsha.core.protocol.Report;

/** A bid from its beginning to its end: what comes in, what is asked again, when it is given up. */
final class BidRules {
    private static final int MAX_BACKOFF_DOUBLINGS = 4;

    private BidRules() {}

    static void tick(Turn turn) {
        if (BidTiming.bidAt(turn).filter(at -> turn.now >= at).isPresent()) {
            AskingRules.start(turn);
        }
        turn.state.bid.ifPresent(bid -> tick(turn, bid));
    }

    private static void tick(Turn turn, Bid bid) {
        if (turn.now >= bid.deadline()) {
            giveUp(turn, bid, whyTooLate(turn, bid));
        } else if (turn.state.leadership.isEmpty() && !turn.state.self.hot()) {
            giveUp(turn, bid, "the standby is not hot any more");
        } else if (turn.now >= bid.resendAt()) {
            turn.state.bid = Optional.of(bid.resentAt(turn.now + turn.timing.retryNanos()));
            resend(turn);
        } else if (bid.stage() instanceof Preparing preparing) {
            PreparingRules.prepare(turn, bid, preparing);
        }
    }

    private static String whyTooLate(Turn turn, Bid bid) {
        boolean rehearsed = bid.stage() instanceof Rehearsing && bid.promises().size() >= needed(turn, bid);
        return rehearsed && Fitness.verdict(turn, bid, Map.of()) instanceof CatchUp.Verdict.Hopeless(String why)
                ? why
                : "not enough answers in time";
    }

    private static void resend(Turn turn) {
        Bid bid = turn.state.bid.orElseThrow();
        switch (bid.stage()) {
            case Rehearsing _ -> proposeToSilent(turn, bid, true);
            case Asking _ -> proposeToSilent(turn, bid, false);
            case Preparing preparing -> {
                proposeToSilent(turn, bid, false);
                PreparingRules.prepare(turn, bid, preparing);
            }
            case Committing committing -> CommittingRules.sendAccepts(turn, bid, committing);
        }
    }

    private static void proposeToSilent(Turn turn, Bid bid, boolean rehearsal) {
        var propose = new Propose(bid.epoch(), rehearsal, turn.state.self);
        turn.members.peers().stream()
                .filter(peer -> !bid.promises().containsKey(peer) || mayFindData(turn, bid, peer))
                .forEach(peer -> turn.send(peer, propose));
    }

    private static boolean mayFindData(Turn turn, Bid bid, NodeId peer) {
        return turn.members.candidates().contains(peer)
                && PreparingRules.hasNoData(
                        Optional.ofNullable(bid.promises().get(peer)).orElseThrow());
    }

    static void giveUp(Turn turn, Bid bid, String why) {
        NodeState state = turn.state;
        state.bid = Optional.empty();
        int doublings = Math.min(state.vainBids, MAX_BACKOFF_DOUBLINGS);
        state.vainBids++;
        long pause = (turn.timing.retryNanos() << doublings) + BidTiming.stagger(turn);
        state.quietUntil = Math.max(state.quietUntil, turn.now + pause);
        turn.note("bid for epoch " + bid.epoch() + " given up: " + why);
    }

    /** A peer says how far its data reaches; it need not promise anything for that. */
    static void onReport(Turn turn, NodeId from, Report report) {
        turn.state.bid = turn.state.bid.map(bid -> bid.hearing(from, report));
    }

    static void onPromise(Turn turn, NodeId from, Promise promise) {
        turn.seen(promise.accepted().epoch());
        turn.state
                .bid
                .filter(bid -> bid.epoch() == promise.epoch())
                .filter(bid -> promise.rehearsal() == (bid.stage() instanceof Rehearsing))
                .filter(bid -> !(bid.stage() instanceof Committing))
                .ifPresent(bid -> {
                    turn.state.bid = Optional.of(bid.withPromise(from, new TimedPromise(promise, turn.now)));
                    onAnswers(turn);
                });
    }

    static void onRejection(Turn turn, NodeId from, Rejection rejection) {
        turn.seen(rejection.promised());
        onNo(turn, from, rejection.epoch()).ifPresent(bid -> {
            Bid rejected = bid.withRejection(from, rejection.liveLeader());
            turn.state.bid = Optional.of(rejected);
            if (isLost(turn, rejected) || isOutbid(turn, rejected, from, rejection)) {
                turn.state.quietUntil = Math.max(turn.state.quietUntil, turn.now + rejection.retryNanos());
                giveUp(turn, rejected, rejection.liveLeader() ? from + " hears a leader" : from + " promised another");
            }
        });
    }

    /** Its pause may be ended at any time, so it is asked again soon. Its data counts: it can be fetched from it. */
    static void onPaused(Turn turn, NodeId from, Paused paused) {
        turn.seen(paused.promised());
        onReport(turn, from, paused.report());
        onNo(turn, from, paused.epoch()).ifPresent(bid -> {
            Bid rejected = bid.withRejection(from, false);
            turn.state.bid = Optional.of(rejected);
            if (isLost(turn, rejected)) {
                long retry = Math.min(paused.leftNanos(), turn.timing.detectionNanos());
                turn.state.quietUntil = Math.max(turn.state.quietUntil, turn.now + retry);
                giveUp(turn, rejected, from + " holds still in a pause");
            }
        });
    }

    /** The bid that a refusal is about; none if it answers a doubled question: then the promise stands. */
    private static Optional<Bid> onNo(Turn turn, NodeId from, long epoch) {
        return turn.state.bid.filter(
                bid -> bid.epoch() == epoch && !bid.promises().containsKey(from));
    }

    private static boolean isLost(Turn turn, Bid bid) {
        return turn.members.voters().size() - bid.rejectedBy().size() < needed(turn, bid);
    }

    /**
     * A candidate promised a higher number: it is reachable, but says nothing of its data, which may be the freshest. Only
     * a higher bid gets to know.
     */
    private static boolean isOutbid(Turn turn, Bid bid, NodeId from, Rejection rejection) {
        return rejection.promised() > bid.epoch()
                && turn.members.candidates().contains(from)
                && turn.state.leadership.isEmpty()
                && !(bid.stage() instanceof Committing);
    }

    static void onAnswers(Turn turn) {
        Bid bid = turn.state.bid.orElseThrow();
        if (bid.promises().size() < needed(turn, bid)) {
            return;
        }
        switch (bid.stage()) {
            case Rehearsing _ -> AskingRules.rehearsed(turn, bid);
            case Asking _ -> PreparingRules.begin(turn, bid);
            case Preparing preparing -> PreparingRules.prepare(turn, bid, preparing);
            case Committing _ -> {}
        }
    }

    /** The very first leadership needs every node: nobody may be left out who holds data that the others do not know. */
    static int needed(Turn turn, Bid bid) {
        boolean first = bid.answers().stream()
                .allMatch(promise -> promise.accepted().records().isEmpty());
        return first ? turn.members.voters().size() : turn.members.majority();
    }
}
