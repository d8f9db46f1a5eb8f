package org.mfsha.lab.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Outcome;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Spread;
import org.mfsha.lab.bench.model.Stall;
import org.mfsha.lab.bench.model.Tool;

/**
 * A tool in a case, all runs together.
 *
 * @param results what came of the runs; may be none
 */
record Cell(Tool tool, FaultCase fault, Size size, List<FaultResult> results) {
    static Cell of(Results all, Tool tool, FaultCase fault, Size size) {
        return new Cell(tool, fault, size, all.of(tool, fault, size));
    }

    boolean isEmpty() {
        return results.isEmpty();
    }

    /** Whether nobody ever took over. */
    boolean unnoticed() {
        return !isEmpty() && results.stream().allMatch(result -> result.outcome() == Outcome.NOT_NOTICED);
    }

    /** Metadata stalls in milliseconds. */
    Spread metadata() {
        return spread(FaultResult::metadata);
    }

    /** Data stalls in milliseconds. */
    Spread data() {
        return spread(FaultResult::data);
    }

    /** From the fault to the next listening mfsmaster, in milliseconds. */
    Spread listening() {
        return Spread.of(results.stream()
                .flatMap(result -> result.listeningMillis().stream())
                .toList());
    }

    /** Whether every stall of metadata came to its end. */
    boolean metadataEnded() {
        return results.stream().allMatch(result -> result.metadata().ended());
    }

    /** Whether every stall of data came to its end. */
    boolean dataEnded() {
        return results.stream().allMatch(result -> result.data().ended());
    }

    /** How long was waited for the applications, in milliseconds. */
    long limitMillis() {
        return results.stream().mapToLong(FaultResult::limitMillis).max().orElse(0);
    }

    long sum(ToLongFunction<FaultResult> figure) {
        return results.stream().mapToLong(figure).sum();
    }

    /** Acknowledged operations in runs after which somebody could look whether they are there. */
    long acknowledged() {
        return sum(result -> result.missing().isPresent() ? result.acknowledged() : 0);
    }

    long missing() {
        return sum(result -> result.missing().orElse(0L));
    }

    /** Median of each phase of the takeover in milliseconds, in their order. */
    Map<String, Double> phases() {
        Map<String, Double> phases = new LinkedHashMap<>();
        results.stream()
                .flatMap(result -> result.phaseMicros().keySet().stream())
                .distinct()
                .forEach(name -> phases.put(
                        name,
                        Spread.of(results.stream()
                                                .filter(result ->
                                                        result.phaseMicros().containsKey(name))
                                                .map(result ->
                                                        result.phaseMicros().get(name))
                                                .toList())
                                        .median()
                                / 1000));
        return phases;
    }

    private Spread spread(Function<FaultResult, Stall> stall) {
        return Spread.of(results.stream().map(stall).map(Stall::millis).toList());
    }
}
