package org.mfsha.core.simulation;

import java.util.List;

/** S1: at any instant at most one master is reachable at the shared address. */
final class OneReachableMaster implements Invariant {
    @Override
    public void serviceChanged(List<SimNode> nodes) {
        List<SimNode> reachable =
                nodes.stream().filter(node -> node.service().isReachable()).toList();
        if (reachable.size() > 1) {
            throw new Violation("S1: reachable at the same time: "
                    + reachable.stream()
                            .map(node ->
                                    node.id() + " in epoch " + node.service().epoch())
                            .toList());
        }
    }
}
