package org.mfsha.core.search;

import java.util.HashMap;
import java.util.Map;
import org.mfsha.core.history.Position;

/** What voters really said of their data when they promised an epoch. Immutable. */
record Votes(long epoch, Map<Integer, Position> positions) {
    Votes {
        positions = Map.copyOf(positions);
    }

    /** With one more promise; those for another epoch are over. */
    Votes with(long promised, int voter, Position position) {
        Map<Integer, Position> more = promised == epoch ? new HashMap<>(positions) : new HashMap<>();
        more.merge(voter, position, (old, recent) -> recent.isBehind(old) ? old : recent);
        return new Votes(promised, more);
    }
}
