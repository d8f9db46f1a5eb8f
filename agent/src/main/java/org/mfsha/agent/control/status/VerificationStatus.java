package org.mfsha.agent.control.status;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One comparison of a standby's image with the leader's metadata, or one that still runs.
 *
 * @param node whose image
 * @param run its number while it runs, 0 afterwards
 * @param result {@code equal}, {@code different}, {@code not-compared} or {@code failed}; empty while it runs
 * @param finishedAt ISO 8601; empty while it runs
 * @param text the result in one sentence; empty while it runs
 * @param differences what differs, one sentence a section
 * @param millis how long it took
 */
public record VerificationStatus(
        String node, long run, String result, String finishedAt, String text, List<String> differences, long millis) {
    /** Keeps its own copy of the list. */
    public VerificationStatus {
        differences = List.copyOf(differences);
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return run != 0;
    }

    /**
     * From the answer to {@code verify}, or from one element of the answer to {@code verifications}.
     *
     * @throws IllegalArgumentException if it is no verification, for example of another version of mfsha
     */
    public static VerificationStatus of(Object answer) {
        JsonObject json = new JsonObject(answer);
        String node = json.optionalText("node").orElse("");
        boolean running = json.optional("running").isPresent() && json.truth("running");
        if (running) {
            return new VerificationStatus(node, json.number("run"), "", "", "", List.of(), 0);
        }
        return new VerificationStatus(
                node,
                0,
                json.text("result"),
                Instant.ofEpochMilli(json.number("finishedAt")).toString(),
                json.text("text"),
                json.list("differences").stream().map(String::valueOf).toList(),
                json.number("millis"));
    }

    /** For a terminal, without a line end. */
    public String inWords() {
        String who = Optional.of(node)
                .filter(name -> !name.isEmpty())
                .map(name -> name + ": ")
                .orElse("");
        StringBuilder words =
                new StringBuilder(String.format(Locale.ROOT, "%s%s (%.1f s)", who, text, millis / 1000.0));
        differences.forEach(difference -> words.append("\n  ").append(difference));
        return words.toString();
    }
}
