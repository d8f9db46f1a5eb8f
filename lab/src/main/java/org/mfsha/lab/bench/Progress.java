package org.mfsha.lab.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mfsha.lab.bench.model.CostResult;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;
import org.mfsha.lab.bench.model.Trial;

/** Estimates how long what is left will take: as long as the same took before, or as experience says. */
final class Progress {
    private static final double COST_SECONDS = 45;
    private static final double HOW_TO_SECONDS = 42;
    private static final double MFSHA_SECONDS = 24;
    private static final double SECONDS_PER_MILLION_INODES = 7;

    private Progress() {}

    /** Seconds for these trials. */
    static double secondsFor(List<Trial> left, Results results) {
        Map<String, Double> known = new HashMap<>();
        for (FaultResult result : results.faults()) {
            known.put(result.trial().kind(), result.seconds());
        }
        for (CostResult result : results.costs()) {
            known.put(result.trial().kind(), result.seconds());
        }
        return left.stream()
                .mapToDouble(trial -> known.getOrDefault(trial.kind(), guess(trial)))
                .sum();
    }

    /** Such as {@code 12 min}. */
    static String text(double seconds) {
        return seconds < 100
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    private static double guess(Trial trial) {
        return switch (trial) {
            case Trial.Cost _ -> COST_SECONDS;
            case Trial.Fault fault ->
                (fault.tool() == Tool.MFSHA ? MFSHA_SECONDS : HOW_TO_SECONDS) + perInode(fault.size());
        };
    }

    private static double perInode(Size size) {
        return size.inodes() / 1e6 * SECONDS_PER_MILLION_INODES;
    }
}
