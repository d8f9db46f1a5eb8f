package org.mfsha.agent.daemon;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.Coordinator.View;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Report;

/** What a node may believe. */
final class Views {
    static final NodeId SELF = new NodeId("self");
    static final Report HOT = new Report(Report.EMPTY.position(), 1, true);

    private Views() {}

    static View idle(Report self) {
        return view(Optional.empty(), Optional.empty(), Optional.empty(), self);
    }

    static View following(String leader) {
        return view(Optional.of(new NodeId(leader)), Optional.empty(), Optional.empty(), HOT);
    }

    static View bidding(String stage) {
        return view(Optional.empty(), Optional.empty(), Optional.of(stage), HOT);
    }

    static View leading(LeaderStage stage) {
        return view(Optional.of(SELF), Optional.of(stage), Optional.empty(), HOT);
    }

    private static View view(
            Optional<NodeId> leader, Optional<LeaderStage> leading, Optional<String> bidStage, Report self) {
        return new View(Ballot.BLANK, leader, 1, Optional.empty(), leading, bidStage, self, 1, Optional.empty());
    }
}
