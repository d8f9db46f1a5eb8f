package org.mfsha.lab.chaos;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults that happen together, after which the cluster must become calm.
 *
 * @param faults one or two
 * @param restMillis how long the calm before it lasts
 */
record Round(List<Planned> faults, long restMillis) {
    Round {
        faults = List.copyOf(faults);
    }

    /** Its kinds, for people. */
    String label() {
        return faults.stream().map(planned -> planned.kind().label()).collect(Collectors.joining(" + "));
    }

    @Override
    public String toString() {
        return faults.stream().map(Planned::toString).collect(Collectors.joining(" + ")) + ", after a rest of "
                + restMillis + " ms";
    }
}
