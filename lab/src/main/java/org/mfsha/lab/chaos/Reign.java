package org.mfsha.lab.chaos;

import java.util.List;
import java.util.Set;
import org.mfsha.lab.control.Takeover;

/**
 * What the agents say of a round.
 *
 * @param leader who leads after it
 * @param takeovers by whom service was taken over in it
 * @param inTurn who led before the round and since then, by epoch, those who never came to serve included
 * @param lastListeningNanos when the last of the takeovers had its mfsmaster listening ({@link System#nanoTime()}); 0
 *     when there was none
 * @param lostNames paths, from the mount point, of everything that returning hosts listed as lost with these takeovers
 */
record Reign(
        String leader, List<Takeover> takeovers, List<String> inTurn, long lastListeningNanos, Set<String> lostNames) {
    Reign {
        takeovers = List.copyOf(takeovers);
        inTurn = List.copyOf(inTurn);
        lostNames = Set.copyOf(lostNames);
    }
}
