package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mfsha.agent.takeover.Phases;
import org.mfsha.agent.takeover.TakeoverRecord;
import tools.jackson.jr.ob.JSON;

/**
 * Every takeover this node knows of, one line of JSON each in a file that only grows. A takeover of another node is
 * learnt from that node's word; changes found lost are added to the takeover that lost them. Thread-safe.
 */
final class History {
    private static final Logger LOG = System.getLogger(History.class.getName());

    /** More of them would make every answer long; {@link LostFiles} has all. */
    private static final int MAX_NAMED = 100;

    private final Path file;
    private final Map<Long, TakeoverRecord> byEpoch = new TreeMap<>();

    private History(Path file) {
        this.file = file;
    }

    /** Reads the file; a damaged line is left out and reported. */
    static History open(Path file) throws IOException {
        var history = new History(file);
        if (Files.exists(file)) {
            // Not strictly UTF-8: a few damaged bytes must not keep the agent from starting.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            if (!text.isEmpty() && !text.endsWith("\n")) {
                // Half a line that a power cut left must not swallow the next one.
                Files.writeString(file, "\n", StandardOpenOption.APPEND);
            }
            for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
                history.parse(line).ifPresent(record -> history.byEpoch.put(record.epoch(), record));
            }
        }
        return history;
    }

    /** Adds a takeover, or what is known better of one. */
    synchronized void add(TakeoverRecord record) {
        TakeoverRecord known = byEpoch.get(record.epoch());
        TakeoverRecord merged = known == null ? record : merge(known, record);
        if (!merged.equals(known)) {
            byEpoch.put(merged.epoch(), merged);
            append(merged);
        }
    }

    private static TakeoverRecord merge(TakeoverRecord known, TakeoverRecord news) {
        TakeoverRecord base = known.phases().isEmpty() ? news : known;
        List<String> lost = known.lost().size() >= news.lost().size() ? known.lost() : news.lost();
        return withLost(base, lost, Math.max(known.lostCount(), news.lostCount()));
    }

    private static TakeoverRecord withLost(TakeoverRecord record, List<String> lost, long count) {
        return new TakeoverRecord(
                record.epoch(),
                record.leader(),
                record.previousLeader(),
                record.reason(),
                record.startedAt(),
                record.listeningAt(),
                record.phases(),
                lost,
                count);
    }

    /** Adds a takeover as another node told it. */
    void addTold(String json) {
        parse(json).ifPresent(this::add);
    }

    /**
     * Changes that were lost with the takeover of an epoch have been found.
     *
     * @param lost by name, the first ones
     * @param count how many are lost with that takeover, those found earlier included
     */
    synchronized void addLost(long epoch, List<String> lost, long count) {
        TakeoverRecord known =
                byEpoch.getOrDefault(epoch, new TakeoverRecord(epoch, "", "", "", 0, 0, List.of(), List.of()));
        var all = new ArrayList<>(known.lost());
        lost.stream()
                .limit(MAX_NAMED)
                .filter(change -> all.size() < MAX_NAMED && !all.contains(change))
                .forEach(all::add);
        add(withLost(known, all, Math.max(Math.max(known.lostCount(), count), all.size())));
    }

    /** All takeovers, oldest first. */
    synchronized List<TakeoverRecord> all() {
        return byEpoch.values().stream()
                .sorted(Comparator.comparingLong(TakeoverRecord::epoch))
                .toList();
    }

    /** The latest takeover. */
    synchronized Optional<TakeoverRecord> last() {
        return byEpoch.values().stream()
                .filter(record -> !record.leader().isEmpty())
                .max(Comparator.comparingLong(TakeoverRecord::epoch));
    }

    /** One line, short enough for a datagram: without what was lost. */
    static String told(TakeoverRecord record) {
        return json(withLost(record, List.of(), 0));
    }

    private void append(TakeoverRecord record) {
        try {
            Files.writeString(file, json(record) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the history cannot be written to " + file, e);
        }
    }

    private static String json(TakeoverRecord record) {
        List<Map<String, Object>> phases = record.phases().stream()
                .map(phase -> Map.<String, Object>of("name", phase.name(), "micros", phase.micros()))
                .toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("epoch", record.epoch());
        fields.put("leader", record.leader());
        fields.put("previousLeader", record.previousLeader());
        fields.put("reason", record.reason());
        fields.put("startedAt", record.startedAt());
        fields.put("listeningAt", record.listeningAt());
        fields.put("phases", phases);
        fields.put("lost", record.lost());
        fields.put("lostCount", record.lostCount());
        return JSON.std.asString(fields);
    }

    private Optional<TakeoverRecord> parse(String line) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(line);
            List<String> lost =
                    list(fields, "lost").stream().map(Object::toString).toList();
            return Optional.of(new TakeoverRecord(
                    number(fields, "epoch"),
                    text(fields, "leader"),
                    text(fields, "previousLeader"),
                    text(fields, "reason"),
                    number(fields, "startedAt"),
                    number(fields, "listeningAt"),
                    phases(fields),
                    lost,
                    fields.containsKey("lostCount") ? number(fields, "lostCount") : lost.size()));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "not a takeover: '" + line + "'", e);
            return Optional.empty();
        }
    }

    private static List<Phases.Phase> phases(Map<String, Object> fields) {
        return list(fields, "phases").stream()
                .map(phase -> (Map<?, ?>) phase)
                .map(phase ->
                        new Phases.Phase(phase.get("name").toString(), ((Number) phase.get("micros")).longValue()))
                .toList();
    }

    private static List<?> list(Map<String, Object> fields, String name) {
        return (List<?>) fields.getOrDefault(name, List.of());
    }

    private static long number(Map<String, Object> fields, String name) {
        return ((Number) fields.get(name)).longValue();
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name).toString();
    }
}
