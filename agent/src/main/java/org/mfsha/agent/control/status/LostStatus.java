package org.mfsha.agent.control.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was lost with a takeover, or a part of it.
 *
 * @param epoch of the takeover
 * @param leader who took over
 * @param previousLeader whose changes they were; empty if not known
 * @param count how many changes were lost
 * @param changes these, or some of them, in order
 */
public record LostStatus(long epoch, String leader, String previousLeader, long count, List<Change> changes) {
    public LostStatus {
        changes = List.copyOf(changes);
    }

    /**
     * One change.
     *
     * @param version of the metadata
     * @param time when it was made, ISO 8601
     * @param change in words
     */
    public record Change(long version, Optional<String> time, String change) {}

    /**
     * From the answer to {@code lost}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LostStatus from(Object answer) {
        JsonObject json = new JsonObject(answer);
        return new LostStatus(
                json.number("epoch"),
                json.text("leader"),
                json.text("previousLeader"),
                json.number("count"),
                json.list("changes").stream()
                        .map(JsonObject::new)
                        .map(change -> new Change(
                                change.number("version"), change.optionalText("time"), change.text("change")))
                        .toList());
    }

    /** For a terminal. */
    public String render() {
        List<String> lines = new ArrayList<>();
        lines.add(count + (count == 1 ? " change was" : " changes were") + " lost with epoch " + epoch + when() + ":");
        lines.add("");
        TextTable table = new TextTable("Version", "Time", "Change");
        changes.forEach(change ->
                table.add(Long.toString(change.version()), change.time().orElse("-"), change.change()));
        lines.addAll(table.lines());
        return String.join("\n", lines) + "\n";
    }

    private String when() {
        return leader.isEmpty()
                ? ""
                : ", when " + leader + " took over" + (previousLeader.isEmpty() ? "" : " from " + previousLeader);
    }
}
