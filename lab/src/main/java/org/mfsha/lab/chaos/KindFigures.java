package org.mfsha.lab.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.mfsha.lab.chaos.fault.Kind;

/**
 * What came of all rounds with one kind of fault; a round with two faults counts for both.
 *
 * @param rounds one at least
 */
record KindFigures(Kind kind, List<RoundResult> rounds) {
    /** One for each kind that happened. */
    static List<KindFigures> of(List<RoundResult> results) {
        Map<Kind, List<RoundResult>> byKind = new TreeMap<>();
        results.forEach(result -> result.round()
                .faults()
                .forEach(planned -> byKind.computeIfAbsent(planned.kind(), _ -> new ArrayList<>())
                        .add(result)));
        return byKind.entrySet().stream()
                .map(entry -> new KindFigures(entry.getKey(), entry.getValue()))
                .toList();
    }

    int times() {
        return rounds.size();
    }

    long takeovers() {
        return sum(RoundResult::takeovers);
    }

    long missing() {
        return sum(RoundResult::missing);
    }

    long worstMetadataStallMillis() {
        return max(RoundResult::metadataStallMillis);
    }

    long worstDataStallMillis() {
        return max(RoundResult::dataStallMillis);
    }

    private long sum(ToLongFunction<RoundResult> figure) {
        return rounds.stream().mapToLong(figure).sum();
    }

    private long max(ToLongFunction<RoundResult> figure) {
        return rounds.stream().mapToLong(figure).max().orElseThrow();
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", kind.label());
        json.put("times", times());
        json.put("takeovers", takeovers());
        json.put("missing", missing());
        json.put("worst_metadata_stall_ms", worstMetadataStallMillis());
        json.put("worst_data_stall_ms", worstDataStallMillis());
        return json;
    }
}
