package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.system.Commands;

/** Keeps what is needed to find out why: all logs, and everything that agents and masters wrote. */
final class Evidence {
    private static final int KEPT = 3;
    private static final String PREFIX = "violation-";

    private final Lab lab;
    private final Path output;
    private int kept;

    Evidence(Lab lab, Path output) {
        this.lab = lab;
        this.output = output;
    }

    /** Removes what an earlier run kept. */
    static void forget(Path output) throws IOException, InterruptedException {
        Files.createDirectories(output);
        List<String> command =
                new ArrayList<>(List.of("rm", "-rf", output.resolve("logs").toString()));
        try (Stream<Path> files = Files.list(output)) {
            files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .forEach(file -> command.add(file.toString()));
        }
        Commands.run(command);
    }

    /** Keeps what is there now, in a directory of its own; the first few times. */
    void keep(int round) throws IOException, InterruptedException {
        if (kept++ >= KEPT) {
            return;
        }
        Path directory = Files.createDirectories(output.resolve(PREFIX + round));
        lab.copyLogs(directory);
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CANDIDATE) {
                Commands.attempt(List.of(
                        "cp",
                        "-a",
                        host.var("mfsha").toString(),
                        directory.resolve(host.name()).toString()));
            }
        }
    }
}
