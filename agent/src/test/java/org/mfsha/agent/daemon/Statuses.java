package org.mfsha.agent.daemon;

import java.util.Optional;
import org.mfsha.agent.peer.NodeStatus;
import org.mfsha.core.history.Position;

/** What a node may tell of itself. */
final class Statuses {
    private Statuses() {}

    static NodeStatus of(Role role, Position position) {
        return full(role, position, System.currentTimeMillis(), "", Optional.empty());
    }

    static NodeStatus full(
            Role role, Position position, long wallMillis, String hardwareAddress, Optional<String> takeover) {
        return new NodeStatus(
                role.word(),
                position.epoch(),
                position,
                1,
                true,
                role == Role.STANDBY,
                "",
                false,
                hardwareAddress,
                "version: 3.0.117",
                wallMillis,
                0,
                takeover);
    }
}
