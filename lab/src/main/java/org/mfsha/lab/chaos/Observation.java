package org.mfsha.lab.chaos;

import java.util.List;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.Missing;

/**
 * What was seen from the begin of a round until the applications were verified after it.
 *
 * @param strikes the faults as they happened, the first one first
 * @param calmNanos when the cluster was calm again ({@link System#nanoTime()})
 * @param metadata what the metadata application felt, like data and locks
 * @param missing acknowledged, and not there
 * @param lockOffences locks given to one client while another one had them
 */
record Observation(
        List<Strike> strikes,
        long calmNanos,
        Figures metadata,
        Figures data,
        Figures locks,
        List<Missing> missing,
        List<Missing> lockOffences,
        Reign reign,
        Sighting sighting) {
    Observation {
        strikes = List.copyOf(strikes);
        missing = List.copyOf(missing);
        lockOffences = List.copyOf(lockOffences);
    }

    /** When the first fault began. */
    long beginNanos() {
        return strikes.getFirst().beganNanos();
    }

    /** When the last fault was over. */
    long faultEndNanos() {
        return strikes.stream().mapToLong(Strike::overNanos).max().orElseThrow();
    }

    /** How long it took to become calm when the faults were over, in milliseconds. */
    long recoveryMillis() {
        return (calmNanos - faultEndNanos()) / 1_000_000;
    }

    /** What all applications felt together. */
    Figures all() {
        return metadata.and(data).and(locks);
    }
}
