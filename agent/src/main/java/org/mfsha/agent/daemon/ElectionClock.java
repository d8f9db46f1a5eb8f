package org.mfsha.agent.daemon;

import java.util.Locale;
import java.util.Optional;
import org.mfsha.agent.takeover.Phases;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.linux.BootClock;

/** Times the steps of an election from what the core believes after each event. Not thread-safe. */
final class ElectionClock {
    private Optional<String> stage = Optional.empty();
    private Optional<NodeId> leader = Optional.empty();
    private String previousLeader = "";
    private long startedAtMillis;
    private Phases phases = new Phases();

    /** The core has handled an event. */
    void observe(Coordinator.View view) {
        if (view.leader().isPresent() && view.leading().isEmpty()) {
            leader = view.leader();
        }
        if (!view.bidStage().equals(stage)) {
            if (stage.isEmpty()) {
                begin();
            } else {
                phases.lap(stage.get().toLowerCase(Locale.ROOT));
            }
            stage = view.bidStage();
        }
        if (view.leading().isPresent()) {
            leader = view.leader();
        }
    }

    private void begin() {
        startedAtMillis = System.currentTimeMillis();
        previousLeader = leader.map(NodeId::name).orElse("");
        phases = new Phases(BootClock.nanos());
    }

    /** From whom this node takes over; empty at the first start. */
    String previousLeader() {
        return previousLeader;
    }

    /** When the bid began, wall clock, milliseconds since 1970. */
    long startedAtMillis() {
        return startedAtMillis;
    }

    /** The steps so far; whoever gets them goes on timing. */
    Phases phases() {
        return phases;
    }
}
