package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.jr.ob.JSON;

/**
 * A run in numbers.
 *
 * @param minutes how long it was meant to be
 * @param broken why it ended early though nothing was violated; empty when it did not
 */
record Summary(long seed, double minutes, List<RoundResult> rounds, Optional<String> broken) {
    /** Whether it came to its end and nothing was violated. */
    boolean good() {
        return broken.isEmpty() && violations().isEmpty();
    }

    int faults() {
        return rounds.stream()
                .mapToInt(result -> result.round().faults().size())
                .sum();
    }

    int takeovers() {
        return rounds.stream().mapToInt(RoundResult::takeovers).sum();
    }

    int uncalledTakeovers() {
        return rounds.stream().mapToInt(RoundResult::uncalledTakeovers).sum();
    }

    long missing() {
        return rounds.stream().mapToLong(RoundResult::missing).sum();
    }

    long excused() {
        return rounds.stream().mapToLong(RoundResult::excused).sum();
    }

    int errors() {
        return rounds.stream().mapToInt(RoundResult::errors).sum();
    }

    int excusedErrors() {
        return rounds.stream().mapToInt(RoundResult::excusedErrors).sum();
    }

    List<String> violations() {
        return rounds.stream()
                .flatMap(result -> result.violations().stream()
                        .map(violation -> result.atMillis() / 1000 + " s, " + result.description() + ": " + violation))
                .toList();
    }

    long worstMetadataStallMillis() {
        return rounds.stream().mapToLong(RoundResult::metadataStallMillis).max().orElse(0);
    }

    long worstOperationMillis() {
        return rounds.stream()
                .mapToLong(RoundResult::worstOperationMillis)
                .max()
                .orElse(0);
    }

    long worstDataStallMillis() {
        return rounds.stream().mapToLong(RoundResult::dataStallMillis).max().orElse(0);
    }

    /** Writes it as JSON. */
    void write(Path file) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", seed);
        json.put("minutes", minutes);
        json.put("broken", broken.orElse(""));
        json.put("faults", faults());
        json.put("takeovers", takeovers());
        json.put("uncalled_takeovers", uncalledTakeovers());
        json.put("violations", violations().size());
        json.put("violation_list", violations());
        json.put("missing", missing());
        json.put("missing_excused", excused());
        json.put("io_errors", errors());
        json.put("io_errors_excused", excusedErrors());
        json.put("worst_metadata_stall_ms", worstMetadataStallMillis());
        json.put("worst_data_stall_ms", worstDataStallMillis());
        json.put("worst_operation_ms", worstOperationMillis());
        json.put(
                "by_kind",
                KindFigures.of(rounds).stream().map(KindFigures::toJson).toList());
        json.put("rounds", rounds.stream().map(RoundResult::toJson).toList());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
    }
}
