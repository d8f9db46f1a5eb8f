package org.mfsha.core.simulation;

import org.mfsha.core.NodeId;

/**
 * S7: who goes on from its own data with another's changes has a prefix of the other's history; and who follows a
 * serving leader has nothing that contradicts what clients were told.
 */
final class DivergedHistoriesNeverMerge implements Invariant {
    private final Ledger ledger;

    DivergedHistoriesNeverMerge(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void joined(NodeId node, Log own, NodeId other, Log theirs) {
        int common = own.commonWith(theirs);
        if (common < Math.min(own.size(), theirs.size())) {
            throw new Violation("S7: " + node + " (" + own.size() + " changes) joins " + other + " (" + theirs.size()
                    + "), but they differ from " + common + " on");
        }
    }

    @Override
    public void follows(SimNode node) {
        Log log = node.shell().image().orElseThrow().log();
        int held = ledger.heldBy(log);
        if (held < Math.min(log.size(), ledger.size())) {
            throw new Violation(
                    "S7: " + node.id() + " follows, but differs from " + held + " on from what clients were told");
        }
    }
}
