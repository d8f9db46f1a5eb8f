package org.mfsha.lab.bench.contender;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the scripts stamp: one line a step, {@code NAME NANOSECONDS}, written when the step has ended. */
final class Stamps {
    private static final String LISTENING = "restore-to-listening";

    private Stamps() {}

    /**
     * The takeover after an event; empty if it did not come to a listening master.
     *
     * @param epochMillis when the event was; older stamps belong to another takeover
     */
    static Optional<TakeoverTrace> since(long epochMillis, List<String> lines) {
        Map<String, Long> phases = new LinkedHashMap<>();
        double previous = epochMillis;
        for (String line : lines) {
            String[] fields = line.split(" ", 2);
            double at = Long.parseLong(fields[1]) / 1e6;
            if (at < epochMillis) {
                continue;
            }
            phases.put(fields[0], Math.round((at - previous) * 1000));
            previous = at;
            if (fields[0].equals(LISTENING)) {
                return Optional.of(new TakeoverTrace(at - epochMillis, phases));
            }
        }
        return Optional.empty();
    }
}
