package org.mfsha.lab.losses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.jr.ob.JSON;

/**
 * All results together.
 *
 * @param late findings of the verifications at the ends of rounds, which must be none
 * @param broken faults after which the cluster or the applications did not go on, in words
 */
record Summary(List<FaultResult> results, List<String> late, List<String> broken) {
    Summary {
        results = List.copyOf(results);
        late = List.copyOf(late);
        broken = List.copyOf(broken);
    }

    /** Whether every promise was kept: nothing lost but with a host, no errors, nothing hangs, and every takeover came to its end. */
    boolean good() {
        return broken.isEmpty() && late.isEmpty() && results.stream().allMatch(FaultResult::good);
    }

    List<FaultResult> of(Fault fault) {
        return results.stream().filter(result -> result.fault() == fault).toList();
    }

    /** Figures of one kind of fault. */
    static Map<String, Object> figures(List<FaultResult> results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("faults", results.size());
        json.put("acknowledged", sum(results, FaultResult::acknowledged));
        json.put("missing", sum(results, result -> result.missingOperations().size()));
        json.put(
                "faults_with_missing",
                results.stream().filter(result -> !result.missing().isEmpty()).count());
        json.put("missing_not_named", sum(results, result -> result.unnamed().size()));
        json.put(
                "missing_per_fault",
                distribution(
                        results, result -> List.of(result.missingOperations().size())));
        json.put("missing_age_ms", distribution(results, FaultResult::agesMillis));
        json.put("takeover_ms", distribution(results, result -> List.of(result.takeoverMillis())));
        json.put("metadata_stall_ms", distribution(results, result -> List.of(result.metadataStallMillis())));
        json.put("data_stall_ms", distribution(results, result -> List.of(result.dataStallMillis())));
        json.put("io_errors", sum(results, result -> result.errors().size()));
        json.put(
                "errors_that_follow_from_a_loss",
                sum(results, result -> result.consequences().size()));
        json.put("hanging", sum(results, result -> result.hanging().size()));
        json.put("repeated", sum(results, result -> result.both().repeated()));
        return json;
    }

    static Distribution spread(List<FaultResult> results, Function<FaultResult, List<? extends Number>> figure) {
        return Distribution.of(results.stream()
                .flatMap(result -> figure.apply(result).stream())
                .toList());
    }

    private static Map<String, Object> distribution(
            List<FaultResult> results, Function<FaultResult, List<? extends Number>> figure) {
        return spread(results, figure).toJson();
    }

    static long sum(List<FaultResult> results, Function<FaultResult, ? extends Number> figure) {
        return results.stream()
                .mapToLong(result -> figure.apply(result).longValue())
                .sum();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("good", good());
        for (Fault fault : Fault.values()) {
            json.put(fault.label(), figures(of(fault)));
        }
        json.put("missing_later", late);
        json.put("broken", broken);
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("all", results.stream().map(FaultResult::toJson).toList());
        return json;
    }

    /** {@code summary.json} in a directory. */
    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(toJson());
        Files.writeString(directory.resolve("summary.json"), json + "\n");
    }
}
