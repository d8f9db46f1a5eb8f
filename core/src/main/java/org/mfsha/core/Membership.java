package org.mfsha.core;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who belongs to the cluster, as one node sees it. Immutable.
 *
 * @param self this node; one of the voters
 * @param candidates nodes that may lead, the preferred one first
 * @param witnesses nodes that only vote
 */
public record Membership(NodeId self, List<NodeId> candidates, List<NodeId> witnesses) {
    public Membership {
        candidates = List.copyOf(candidates);
        witnesses = List.copyOf(witnesses);
        List<NodeId> all =
                Stream.concat(candidates.stream(), witnesses.stream()).toList();
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one candidate");
        }
        if (all.stream().distinct().count() != all.size()) {
            throw new IllegalArgumentException("a node is listed twice: " + all);
        }
        if (!all.contains(self)) {
            throw new IllegalArgumentException(self + " is neither a candidate nor a witness: " + all);
        }
    }

    /** Every node votes, witnesses included. */
    public List<NodeId> voters() {
        return Stream.concat(candidates.stream(), witnesses.stream()).toList();
    }

    /** Every voter except this node. */
    public List<NodeId> peers() {
        return voters().stream().filter(node -> !node.equals(self)).toList();
    }

    /** Smallest number of voters of which any two groups share a member. */
    public int majority() {
        return voters().size() / 2 + 1;
    }

    /** Whether this node may ever lead. */
    public boolean isCandidate() {
        return candidates.contains(self);
    }

    /** 0 for the preferred candidate, 1 for the next; -1 for a witness. */
    public int rank() {
        return candidates.indexOf(self);
    }
}
