package org.mfsha.core.election;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Bid.Stage.Preparing;
import org.mfsha.core.election.Bid.TimedPromise;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Message.Promise;

/** How a bidder waits for older leases to end and fetches what it lacks: step 3 of a takeover. */
final class PreparingRules {
    private PreparingRules() {}

    static void begin(Turn turn, Bid bid) {
        var preparing = new Preparing(Optional.empty(), Map.of(), turn.now, turn.now + turn.timing.bidNanos());
        Bid next = bid.withStage(preparing, turn.now + turn.timing.catchUpNanos(), bid.resendAt());
        turn.state.bid = Optional.of(next);
        prepare(turn, next, preparing);
    }

    static void prepare(Turn turn, Bid bid, Preparing preparing) {
        if (preparing.fetchingFrom().isPresent()) {
            return;
        }
        switch (Fitness.verdict(turn, bid, preparing.failures())) {
            case CatchUp.Verdict.Hopeless(String why) -> despair(turn, bid, why, preparing.patientUntil());
            case CatchUp.Verdict.Fetch(NodeId from, var upTo) -> {
                if (turn.now >= preparing.fetchAgainAt()) {
                    turn.state.bid = Optional.of(bid.withStage(preparing.fetching(from)));
                    turn.act(new Action.FetchTail(from, upTo));
                }
            }
            case CatchUp.Verdict.Ready _ -> {
                boolean moreToCome = turn.now < preparing.patientUntil()
                        && (someCandidateIsAboutToPromise(turn, bid) || lastLeaderIsReadingItsDisk(turn, bid));
                if (turn.now >= Fence.until(turn, bid) && !moreToCome) {
                    CommittingRules.commit(turn, bid);
                }
            }
        }
    }

    /** It is reachable and heard the leader for longer: it may have changes that nobody else here has. */
    private static boolean someCandidateIsAboutToPromise(Turn turn, Bid bid) {
        return turn.state.leadership.isEmpty()
                && bid.hearLeader().stream().anyMatch(turn.members.candidates()::contains);
    }

    /** It led, so it had data; if it has none to report its agent has just started. Asked again, it may know more. */
    private static boolean lastLeaderIsReadingItsDisk(Turn turn, Bid bid) {
        return turn.state.leadership.isEmpty()
                && bid.answers().stream()
                        .map(Promise::accepted)
                        .max(Comparator.comparingLong(Lineage::epoch))
                        .flatMap(Lineage::last)
                        .flatMap(record -> Optional.ofNullable(bid.promises().get(record.leader())))
                        .filter(PreparingRules::hasNoData)
                        .isPresent();
    }

    static boolean hasNoData(TimedPromise timed) {
        return timed.promise().report().metadataId() == 0;
    }

    /** A standby gives up when nobody who may still answer can help; a leader that was overtaken steps down. */
    static void despair(Turn turn, Bid bid, String why, long patientUntil) {
        if (turn.state.leadership.isPresent()) {
            LeaderRules.stepDown(turn, why);
        } else if (turn.now >= patientUntil
                || bid.answered() == turn.members.voters().size()) {
            BidRules.giveUp(turn, bid, why);
        }
    }

    static void onTailFetched(Turn turn) {
        preparingBid(turn).ifPresent(bid -> {
            var preparing = (Preparing) bid.stage();
            boolean inVain = Fitness.verdict(turn, bid, preparing.failures())
                            instanceof CatchUp.Verdict.Fetch(NodeId again, var _)
                    && preparing.fetchingFrom().equals(Optional.of(again));
            if (inVain) {
                onTailFailed(turn, preparing.fetchingFrom().orElseThrow(), "there is still more to fetch");
                return;
            }
            preparing.fetchingFrom().ifPresent(from -> forgetFailures(turn, from));
            Preparing fetched = preparing.fetched();
            Bid next = bid.withStage(fetched);
            turn.state.bid = Optional.of(next);
            prepare(turn, next, fetched);
        });
    }

    static void onTailFailed(Turn turn, NodeId from, String why) {
        turn.note("changes could not be fetched from " + from + ": " + why);
        rememberFailure(turn, from);
        preparingBid(turn).ifPresent(bid -> {
            var preparing = (Preparing) bid.stage();
            if (preparing.fetchingFrom().equals(Optional.of(from))) {
                long againAt = turn.now + turn.timing.retryNanos();
                turn.state.bid = Optional.of(bid.withStage(preparing.failed(from, againAt), bid.deadline(), againAt));
            }
        });
    }

    private static void rememberFailure(Turn turn, NodeId from) {
        var more = new HashMap<>(turn.state.inVainSince);
        more.putIfAbsent(from, turn.now);
        turn.state.inVainSince = Map.copyOf(more);
    }

    private static void forgetFailures(Turn turn, NodeId from) {
        var fewer = new HashMap<>(turn.state.inVainSince);
        fewer.remove(from);
        turn.state.inVainSince = Map.copyOf(fewer);
    }

    private static Optional<Bid> preparingBid(Turn turn) {
        return turn.state.bid.filter(bid -> bid.stage() instanceof Preparing);
    }
}
