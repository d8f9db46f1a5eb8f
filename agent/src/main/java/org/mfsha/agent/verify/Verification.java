package org.mfsha.agent.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of one verification.
 *
 * @param finishedAt wall clock, milliseconds since 1970
 * @param result in a word
 * @param version metadata version that was compared; 0 when none was
 * @param text the whole in one sentence
 * @param differences what differs, one sentence a section
 * @param millis how long it took
 */
public record Verification(
        long finishedAt, Result result, long version, String text, List<String> differences, long millis) {
    /** Keeps its own copy of the list. */
    public Verification {
        differences = List.copyOf(differences);
    }

    /** How a verification can end. */
    public enum Result {
        /** The image is what the leader has. */
        EQUAL,
        /** It is not. */
        DIFFERENT,
        /** There was nothing to compare with, or it would have disturbed; nothing is said about the image. */
        NOT_COMPARED,
        /** It could not be done although it should be possible. */
        FAILED;

        /** For people and programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Result named(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** As JSON has it. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("finishedAt", finishedAt);
        map.put("result", result.word());
        map.put("version", version);
        map.put("text", text);
        map.put("differences", differences);
        map.put("millis", millis);
        return map;
    }

    /**
     * From what JSON has.
     *
     * @throws RuntimeException when it is no verification
     */
    static Verification of(Map<String, Object> map) {
        return new Verification(
                ((Number) map.get("finishedAt")).longValue(),
                Result.named(map.get("result").toString()),
                ((Number) map.get("version")).longValue(),
                map.get("text").toString(),
                ((List<?>) map.get("differences"))
                        .stream().map(Object::toString).toList(),
                ((Number) map.get("millis")).longValue());
    }
}
