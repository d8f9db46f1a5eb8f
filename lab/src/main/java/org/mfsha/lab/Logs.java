package org.mfsha.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The log files of a lab's daemons. */
final class Logs {
    private Logs() {}

    /** The last lines of a file; none if there is no such file. */
    static List<String> tail(Path file, int lines) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> all =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** The log files of a host, by name; on a candidate those of every mfsmaster that its agent started follow. */
    static List<Path> of(Host host) throws IOException {
        List<Path> logs = new ArrayList<>();
        for (Path directory : List.of(host.logDirectory(), host.var("mfsha").resolve("run"))) {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    files.filter(file -> file.getFileName().toString().endsWith(".log"))
                            .sorted()
                            .forEach(logs::add);
                }
            }
        }
        return logs;
    }
}
