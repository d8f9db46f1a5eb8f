package org.mfsha.agent.daemon;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.agent.peer.NodeStatus;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;
import org.mfsha.linux.BootClock;

/** What the other nodes told of themselves, and when. Thread-safe. */
final class PeerBoard {
    /** After so long without a word a node counts as unreachable: three missed words and a bit. */
    static final long SILENCE_NANOS = 2_000_000_000L;

    private final Map<NodeId, Heard> heard = new HashMap<>();
    private Optional<NodeStatus> latestLeader = Optional.empty();

    /**
     * A node's latest word.
     *
     * @param status what it said
     * @param atNanos when, on the boot clock
     * @param skewMillis how far its wall clock was ahead of this node's
     * @param sameRules whether it goes by the same rules of the election
     */
    record Heard(NodeStatus status, long atNanos, long skewMillis, boolean sameRules) {
        long ageMillis() {
            return (BootClock.nanos() - atNanos) / 1_000_000;
        }

        boolean isReachable() {
            return BootClock.nanos() - atNanos < SILENCE_NANOS;
        }
    }

    synchronized void accept(NodeId node, NodeStatus status, boolean sameRules) {
        boolean newer =
                latestLeader.filter(known -> known.epoch() > status.epoch()).isEmpty();
        if (newer && status.role().equals(Role.LEADER.word())) {
            latestLeader = Optional.of(status);
        }
        long skewMillis = status.wallMillis() - System.currentTimeMillis();
        heard.put(node, new Heard(status, BootClock.nanos(), skewMillis, sameRules));
    }

    synchronized Optional<Heard> of(NodeId node) {
        return Optional.ofNullable(heard.get(node));
    }

    /** The latest words of nodes that can be reached. */
    synchronized List<NodeStatus> reachable() {
        return heard.values().stream()
                .filter(Heard::isReachable)
                .map(Heard::status)
                .toList();
    }

    /** Nodes that can be reached and go by other rules of the election. */
    synchronized List<NodeId> dissenters() {
        return heard.entrySet().stream()
                .filter(word ->
                        word.getValue().isReachable() && !word.getValue().sameRules())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(NodeId::name))
                .toList();
    }

    /** How far a node that leads and can be reached says it is. */
    synchronized Optional<Position> leaderPosition() {
        return reachable().stream()
                .filter(status -> status.role().equals(Role.LEADER.word()))
                .map(NodeStatus::position)
                .max(Position::compareTo);
    }

    /** What the latest leader that was ever heard said last as a leader. */
    synchronized Optional<NodeStatus> latestLeader() {
        return latestLeader;
    }

    /** Hardware addresses of the cluster's own interfaces. */
    synchronized Collection<String> hardwareAddresses() {
        return heard.values().stream()
                .map(word -> word.status().hardwareAddress())
                .toList();
    }
}
