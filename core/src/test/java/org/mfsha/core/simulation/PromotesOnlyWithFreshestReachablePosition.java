package org.mfsha.core.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Message.Promise;

/**
 * S4: a node commits an epoch of its own only with every acknowledged change that a voter reported to it in its promise,
 * unless an epoch that may have served began without that change.
 */
final class PromotesOnlyWithFreshestReachablePosition implements Invariant {
    private record Vote(NodeId voter, NodeId bidder, long epoch) {}

    /** A bidder that restarts has forgotten what it read. */
    private record Reader(NodeId node, int incarnation) {
        static Reader of(SimNode node) {
            return new Reader(node.id(), node.incarnation());
        }
    }

    private record Held(int acknowledged, Position reported) {}

    private final Ledger ledger;
    private final BegunEpochs begun = new BegunEpochs();
    private final Map<Vote, Held> sent = new HashMap<>();
    private final Map<Reader, Map<Vote, Held>> arrived = new HashMap<>();

    PromotesOnlyWithFreshestReachablePosition(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void promised(SimNode voter, NodeId bidder, Promise promise) {
        long reported = promise.report().position().version() - 1;
        int held =
                voter.shell().image().map(image -> ledger.heldBy(image.log())).orElse(0);
        sent.put(
                new Vote(voter.id(), bidder, promise.epoch()),
                new Held((int) Math.min(reported, held), promise.report().position()));
    }

    @Override
    public void promiseArrived(SimNode voter, SimNode bidder, Promise promise) {
        var vote = new Vote(voter.id(), bidder.id(), promise.epoch());
        // A promise is sent again and again, and may say more each time: what counts is what this one says.
        int reported = (int) promise.report().position().version() - 1;
        Optional.ofNullable(sent.get(vote))
                .map(latest -> new Held(
                        Math.min(reported, latest.acknowledged()),
                        promise.report().position()))
                .ifPresent(held -> arrived.computeIfAbsent(Reader.of(bidder), _ -> new HashMap<>())
                        .put(vote, held));
    }

    @Override
    public void forgotten(int size) {
        UnaryOperator<Held> cut = held -> new Held(Math.min(held.acknowledged(), size), held.reported());
        sent.replaceAll((_, held) -> cut.apply(held));
        arrived.values().forEach(votes -> votes.replaceAll((_, held) -> cut.apply(held)));
    }

    @Override
    public void epochBegins(long epoch) {
        begun.add(epoch);
    }

    @Override
    public void epochFails(long epoch) {
        begun.remove(epoch);
    }

    @Override
    public void persisted(SimNode node) {
        node.ballot().accepted().last().filter(last -> isOwnNewLog(node, last)).ifPresent(last -> {
            if (node.shell().image().isEmpty()) {
                return; // It was lost a moment ago: the master will not start, and nothing is served.
            }
            int own = ledger.heldBy(node.shell().image().orElseThrow().log());
            arrived.getOrDefault(Reader.of(node), Map.of()).forEach((vote, held) -> {
                if (vote.epoch() == last.epoch()
                        && held.acknowledged() > own
                        && !begun.decidedAgainst(
                                held.reported(), node.ballot().accepted().withoutLast())) {
                    throw new Violation("S4: " + node.id() + " commits epoch " + last.epoch() + " with " + own
                            + " acknowledged changes, " + vote.voter() + " reported " + held.acknowledged());
                }
            });
        });
    }

    private static boolean isOwnNewLog(SimNode node, EpochRecord last) {
        return last.leader().equals(node.id())
                && last.epoch() == node.ballot().promised()
                && last.firstVersion() != EpochRecord.SAME_LOG;
    }
}
