package org.mfsha.agent.daemon;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mfsha.moosefs.takeover.LostChange;
import tools.jackson.jr.ob.JSON;

/**
 * Every change that was found lost on this node: one file for each takeover that lost some, a line of JSON for each
 * change, in the order in which they were made. Thread-safe.
 */
final class LostFiles {
    private final Path directory;

    LostFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Adds changes, unless they are there already.
     *
     * @return how many there are now
     */
    synchronized long add(long epoch, List<LostChange> changes) throws IOException {
        Map<Long, Set<String>> byVersion = new TreeMap<>();
        for (String line : lines(epoch)) {
            Map<String, Object> known = JSON.std.mapFrom(line);
            byVersion
                    .computeIfAbsent(((Number) known.get("version")).longValue(), _ -> new LinkedHashSet<>())
                    .add(line);
        }
        for (LostChange change : changes) {
            byVersion
                    .computeIfAbsent(change.line().version(), _ -> new LinkedHashSet<>())
                    .add(JSON.std.asString(fields(change)));
        }
        List<String> all = byVersion.values().stream().flatMap(Set::stream).toList();
        write(file(epoch), all);
        return all.size();
    }

    /**
     * Some of the changes that were lost with a takeover; empty when none is known.
     *
     * @param from how many to leave out at the start
     */
    synchronized List<Map<String, Object>> read(long epoch, long from, int limit) throws IOException {
        if (Files.notExists(file(epoch))) {
            return List.of();
        }
        List<Map<String, Object>> changes = new ArrayList<>();
        try (Stream<String> lines = Files.lines(file(epoch), StandardCharsets.UTF_8)) {
            for (String line : (Iterable<String>) lines.skip(from).limit(limit)::iterator) {
                changes.add(JSON.std.mapFrom(line));
            }
        }
        return changes;
    }

    private List<String> lines(long epoch) throws IOException {
        return Files.exists(file(epoch)) ? Files.readAllLines(file(epoch), StandardCharsets.UTF_8) : List.of();
    }

    private Path file(long epoch) {
        return directory.resolve(String.format(Locale.ROOT, "epoch-%06d.jsonl", epoch));
    }

    private static Map<String, Object> fields(LostChange change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", change.line().version());
        if (change.seconds() > 0) {
            fields.put("time", Instant.ofEpochSecond(change.seconds()).toString());
        }
        fields.put("operation", change.operation());
        change.path().ifPresent(path -> fields.put("path", path));
        change.target().ifPresent(target -> fields.put("target", target));
        fields.put("change", change.words());
        return fields;
    }

    /** Old or new, never half. */
    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(file.getParent());
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.write(beside, lines, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
