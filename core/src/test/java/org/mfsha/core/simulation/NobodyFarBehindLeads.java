package org.mfsha.core.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Renew;

/**
 * S9: a node commits an epoch only with every acknowledged change that the leader before it had for long when one of the
 * promising voters last heard it.
 */
final class NobodyFarBehindLeads implements Invariant {
    private static final double DRIFT = 1.05;

    private record Heard(long at, Position position) {}

    private record Vote(NodeId voter, NodeId bidder, long epoch) {}

    private record Arrival(Vote vote, int incarnation) {}

    private record Asked(Position position, int acknowledged) {}

    /** What a voter heard of one leadership without a break of its own. */
    private static final class Memory {
        private final long epoch;
        private final int incarnation;
        private final Deque<Heard> heard = new ArrayDeque<>();
        private long longestSilence;
        private Optional<Heard> settled = Optional.empty();

        Memory(long epoch, int incarnation) {
            this.epoch = epoch;
            this.incarnation = incarnation;
        }

        boolean isOf(long otherEpoch, SimNode voter) {
            return epoch == otherEpoch && incarnation == voter.incarnation();
        }

        void add(Heard latest, long settledNanos) {
            if (!heard.isEmpty()) {
                longestSilence =
                        Math.max(longestSilence, latest.at() - heard.getLast().at());
            }
            heard.add(latest);
            // A voter remembers one position and takes the next when that has settled: twice the time at most.
            double age = 2.0 * DRIFT * (settledNanos + longestSilence);
            while (latest.at() - heard.getFirst().at() >= age) {
                settled = Optional.of(heard.remove());
            }
        }
    }

    private final VirtualTime time;
    private final Ledger ledger;
    private final Timing timing;
    private final Map<NodeId, Renew> read = new HashMap<>();
    private final Map<NodeId, Memory> memories = new HashMap<>();
    private final Map<Vote, Asked> sent = new HashMap<>();
    private final Map<Arrival, Asked> arrived = new HashMap<>();
    private final BegunEpochs begun = new BegunEpochs();

    NobodyFarBehindLeads(VirtualTime time, Ledger ledger, Timing timing) {
        this.time = time;
        this.ledger = ledger;
        this.timing = timing;
    }

    @Override
    public void renewArrived(SimNode voter, Renew renew) {
        read.put(voter.id(), renew);
    }

    @Override
    public void granted(SimNode voter, Grant grant) {
        Optional.ofNullable(read.get(voter.id()))
                .filter(renew -> renew.epoch() == grant.epoch() && renew.round() == grant.round())
                .ifPresent(renew -> memories.compute(
                                voter.id(),
                                (_, old) -> Optional.ofNullable(old)
                                        .filter(memory -> memory.isOf(grant.epoch(), voter))
                                        .orElseGet(() -> new Memory(grant.epoch(), voter.incarnation())))
                        .add(new Heard(time.now(), renew.report().position()), timing.settledNanos()));
    }

    @Override
    public void promised(SimNode voter, NodeId bidder, Promise promise) {
        Optional.ofNullable(memories.get(voter.id()))
                .filter(memory -> memory.incarnation == voter.incarnation())
                .flatMap(memory -> memory.settled)
                .map(Heard::position)
                .ifPresent(position -> sent.put(new Vote(voter.id(), bidder, promise.epoch()), new Asked(position, (int)
                        Math.min(position.version() - 1, ledger.size()))));
    }

    @Override
    public void promiseArrived(SimNode voter, SimNode bidder, Promise promise) {
        var vote = new Vote(voter.id(), bidder.id(), promise.epoch());
        Optional.ofNullable(sent.get(vote))
                .ifPresent(asked -> arrived.put(new Arrival(vote, bidder.incarnation()), asked));
    }

    @Override
    public void forgotten(int size) {
        sent.clear();
        arrived.clear();
        memories.clear();
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
            arrived.forEach((arrival, asked) -> {
                Vote vote = arrival.vote();
                boolean meant = vote.bidder().equals(node.id())
                        && arrival.incarnation() == node.incarnation()
                        && vote.epoch() == last.epoch();
                if (meant
                        && own < asked.acknowledged()
                        && !begun.decidedAgainst(
                                asked.position(), node.ballot().accepted().withoutLast())) {
                    throw new Violation("S9: " + node.id() + " commits epoch " + last.epoch() + " with " + own
                            + " acknowledged changes; " + vote.voter() + " heard of " + asked.acknowledged()
                            + " long ago");
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
