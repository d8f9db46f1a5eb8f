package org.mfsha.lab.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import tools.jackson.jr.ob.JSON;

/** The figures as files. */
final class Reports {
    private static final Map<String, ToDoubleFunction<StepResult>> FIGURES = new LinkedHashMap<>();

    static {
        FIGURES.put("takeover_ms", result -> result.takeoverMillis().orElse(0L));
        FIGURES.put("metadata_stall_ms", StepResult::metadataStallMillis);
        FIGURES.put("data_stall_ms", StepResult::dataStallMillis);
        FIGURES.put("worst_operation_ms", StepResult::worstOperationMillis);
    }

    private final Path directory;

    Reports(Path directory) {
        this.directory = directory;
    }

    /** {@code summary.json}: an array, one object a step of the last run. */
    void summary(List<StepResult> run) throws IOException {
        write("summary.json", run.stream().map(StepResult::toJson).toList());
    }

    /** {@code runs.json}: medians and worst figures of each step, and all runs. */
    Map<String, Map<String, Object>> runs(List<List<StepResult>> runs) throws IOException {
        Map<String, Map<String, Object>> steps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            List<StepResult> results = runs.stream()
                    .flatMap(List::stream)
                    .filter(result -> result.step() == step)
                    .toList();
            if (!results.isEmpty()) {
                steps.put(step.label(), statistics(results));
            }
        }
        List<Object> all = new ArrayList<>();
        runs.forEach(run -> all.add(run.stream().map(StepResult::toJson).toList()));
        write("runs.json", Map.of("steps", steps, "runs", all));
        return steps;
    }

    private static Map<String, Object> statistics(List<StepResult> results) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        FIGURES.forEach((name, figure) -> {
            double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
            statistics.put(name, Map.of("median", median(sorted), "worst", sorted[sorted.length - 1]));
        });
        statistics.put("runs", results.size());
        statistics.put(
                "io_errors",
                results.stream()
                        .mapToInt(result -> result.both().errors().size())
                        .sum());
        statistics.put(
                "missing",
                results.stream().mapToInt(result -> result.missing().size()).sum());
        statistics.put(
                "missing_without_excuse",
                results.stream().mapToInt(result -> result.inexcusable().size()).sum());
        return statistics;
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private void write(String file, Object value) throws IOException {
        Files.createDirectories(directory);
        String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value);
        Files.writeString(directory.resolve(file), json + "\n");
    }
}
