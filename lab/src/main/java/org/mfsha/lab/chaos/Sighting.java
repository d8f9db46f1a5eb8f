package org.mfsha.lab.chaos;

import java.util.List;
import java.util.Set;

/**
 * Who was seen serving in a round, without asking mfsha.
 *
 * @param onWire who answered last before the round, and all who did since then, in turn
 * @param onHosts whoever was able to serve at some look at the hosts
 * @param together hosts that were able to serve at the same time, in words
 */
record Sighting(List<String> onWire, Set<String> onHosts, List<String> together) {
    Sighting {
        onWire = List.copyOf(onWire);
        onHosts = Set.copyOf(onHosts);
        together = List.copyOf(together);
    }
}
