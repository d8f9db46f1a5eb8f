package org.mfsha.core.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mfsha.core.NodeId;

/** Which nodes a fault touched not long ago: only they may be overlooked by a bidder. */
final class Troubles {
    private static final long ECHO = 12_000 * Dice.MILLI;

    private final VirtualTime time;
    private final Map<NodeId, Long> last = new HashMap<>();
    private final Map<NodeId, Long> lastLight = new HashMap<>();
    private final Map<NodeId, Integer> lasting = new HashMap<>();

    Troubles(VirtualTime time) {
        this.time = time;
    }

    void strike(NodeId node) {
        last.put(node, time.now());
    }

    /** Only its replication is disturbed: whoever asks it for its data gets an answer. */
    void strikeLightly(NodeId node) {
        lastLight.put(node, time.now());
    }

    void begin(NodeId node) {
        lasting.merge(node, 1, Integer::sum);
    }

    void end(NodeId node) {
        lasting.merge(node, -1, Integer::sum);
        strike(node);
    }

    boolean concern(SimNode node) {
        return !node.isResponsive() || isRecent(last, node) || lasting.getOrDefault(node.id(), 0) > 0;
    }

    /** Whether any fault at all touched it. */
    boolean touch(SimNode node) {
        return concern(node) || isRecent(lastLight, node);
    }

    private boolean isRecent(Map<NodeId, Long> strikes, SimNode node) {
        return Optional.ofNullable(strikes.get(node.id()))
                .filter(when -> time.now() - when < ECHO)
                .isPresent();
    }
}
