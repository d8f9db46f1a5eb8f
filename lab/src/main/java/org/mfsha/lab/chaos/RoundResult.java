package org.mfsha.lab.chaos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a round.
 *
 * @param atMillis when it began, in milliseconds since the run began
 * @param leaderAfter empty when there was no calm any more
 * @param seen empty when there was no calm any more
 */
record RoundResult(
        Round round,
        long atMillis,
        String description,
        String leaderBefore,
        Optional<String> leaderAfter,
        Optional<Observation> seen,
        List<Violation> violations) {

    int takeovers() {
        return seen.map(observation -> observation.reign().takeovers().size()).orElse(0);
    }

    /** Takeovers that no fault of the round called for: they harm little, but should not be. */
    int uncalledTakeovers() {
        return seen.filter(observation -> observation.strikes().stream().noneMatch(Bounds::callsForTakeover))
                .map(observation -> observation.reign().takeovers().size())
                .orElse(0);
    }

    /** Acknowledged operations that are gone, those with an excuse included. */
    long missing() {
        return seen.map(Judge::missing).orElse(0L);
    }

    long excused() {
        return seen.map(Judge::excused).orElse(0L);
    }

    int errors() {
        return seen.map(observation -> observation.all().errors().size()).orElse(0);
    }

    /** Errors that follow from an excused loss. */
    int excusedErrors() {
        return errors()
                - seen.map(observation -> Judge.unexcusedErrors(observation).size())
                        .orElse(0);
    }

    long metadataStallMillis() {
        return seen.map(observation -> observation.metadata().stallNanos() / 1_000_000)
                .orElse(0L);
    }

    long dataStallMillis() {
        return seen.map(observation -> observation.data().stallNanos() / 1_000_000)
                .orElse(0L);
    }

    long worstOperationMillis() {
        return seen.map(observation -> observation.all().worstNanos() / 1_000_000)
                .orElse(0L);
    }

    long recoveryMillis() {
        return seen.map(Observation::recoveryMillis).orElse(0L);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at_ms", atMillis);
        json.put("kind", round.label());
        json.put("what", description);
        json.put("leader_before", leaderBefore);
        json.put("leader_after", leaderAfter.orElse(""));
        json.put("takeovers", takeovers());
        json.put("uncalled_takeovers", uncalledTakeovers());
        json.put("metadata_stall_ms", metadataStallMillis());
        json.put("data_stall_ms", dataStallMillis());
        json.put("worst_operation_ms", worstOperationMillis());
        json.put("recovery_ms", recoveryMillis());
        json.put("missing", missing());
        json.put("missing_excused", excused());
        json.put("io_errors", errors());
        json.put("io_errors_excused", excusedErrors());
        json.put("violations", violations.stream().map(Violation::toString).toList());
        return json;
    }
}
