package org.mfsha.core.simulation;

import java.util.List;
import org.mfsha.core.election.Coordinator;

/** S2: at any instant at most one node believes that it holds a lease. */
final class OneLeaseHolder implements Invariant {
    @Override
    public void serviceChanged(List<SimNode> nodes) {
        List<SimNode> holders = nodes.stream()
                .filter(node ->
                        node.view().flatMap(Coordinator.View::leaseUntil).isPresent())
                .toList();
        if (holders.size() > 1) {
            throw new Violation("S2: leases at the same time: "
                    + holders.stream()
                            .map(node -> node.id() + " in epoch "
                                    + node.view().orElseThrow().leaderEpoch())
                            .toList());
        }
    }
}
