package org.mfsha.core.simulation;

import org.mfsha.core.NodeId;

/** S5: between base and tip no change is missing, whenever data is joined, caught up, promoted or acknowledged on. */
final class NoGapInAnyLog implements Invariant {
    @Override
    public void joined(NodeId node, Log own, NodeId other, Log theirs) {
        check(node, own, "joins " + other);
        check(other, theirs, "is joined by " + node);
    }

    @Override
    public void follows(SimNode node) {
        check(node, "follows");
    }

    @Override
    public void caughtUp(SimNode node) {
        check(node, "has caught up");
    }

    @Override
    public void serviceBegan(SimNode node) {
        check(node, "begins to serve");
    }

    private static void check(SimNode node, String when) {
        node.shell().image().ifPresent(image -> check(node.id(), image.log(), when));
    }

    private static void check(NodeId node, Log log, String when) {
        if (log.hasGap()) {
            throw new Violation("S5: a change is missing in the log of " + node + " when it " + when);
        }
    }
}
