package org.mfsha.agent.daemon;

import java.util.Optional;
import org.mfsha.agent.peer.NodeStatus;
import org.mfsha.agent.replica.Steward;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.core.election.Coordinator;
import org.mfsha.linux.BootClock;

/** What this node tells about itself. Thread-safe. */
final class Gossip {
    private final ViewBoard view;
    private final boolean candidate;
    private final Optional<Steward> steward;
    private final Optional<AddressWatch> address;
    private final History history;
    private final String self;

    /**
     * @param view what the core believes, kept up to date by the core's thread
     * @param self this node's name
     */
    Gossip(
            ViewBoard view,
            String self,
            boolean candidate,
            Optional<Steward> steward,
            Optional<AddressWatch> address,
            History history) {
        this.view = view;
        this.self = self;
        this.candidate = candidate;
        this.steward = steward;
        this.address = address;
        this.history = history;
    }

    NodeStatus now() {
        Coordinator.View seen = view.get();
        long now = BootClock.nanos();
        return new NodeStatus(
                Role.of(seen, candidate).word(),
                seen.leader().isPresent() ? seen.leaderEpoch() : 0,
                seen.self().position(),
                seen.self().metadataId(),
                seen.ballot().accepted().records().isEmpty()
                        && steward.map(Steward::isBlank).orElse(true),
                seen.self().hot(),
                steward.map(Steward::whyNotHot).orElse(""),
                address.map(AddressWatch::isHere).orElse(false),
                address.map(AddressWatch::hardwareAddress).orElse(""),
                steward.map(Steward::masterVersion).orElse(""),
                System.currentTimeMillis(),
                seen.leaseUntil()
                        .map(until -> Math.max(0, until - now) / 1_000_000)
                        .orElse(0L),
                history.last().filter(this::isOwn).map(History::told));
    }

    private boolean isOwn(TakeoverRecord takeover) {
        return takeover.leader().equals(self);
    }
}
