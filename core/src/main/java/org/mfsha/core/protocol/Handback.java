package org.mfsha.core.protocol;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;

/**
 * A leader's word that it has stopped serving for good, so that nobody need wait for its lease.
 *
 * @param epoch the epoch that ended
 * @param holder the former leader; it still holds the data up to {@code end}
 * @param end where its data ends; an earlier epoch than {@code epoch} means that it never served in it
 * @param successor who should lead next, if the former leader has a wish
 * @param planned whether an administrator asked for it
 */
public record Handback(long epoch, NodeId holder, Position end, Optional<NodeId> successor, boolean planned) {
    /** Whether the epoch ended without a single change. */
    public boolean isVoid() {
        return end.epoch() < epoch;
    }
}
