package org.mfsha.lab.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /proc/PID} tells (proc(5)). A process may end between two looks: answers are then empty, never errors.
 */
public final class ProcFs {
    private static final Path PROC = Path.of("/proc");

    private ProcFs() {}

    /** The ids of all processes. */
    public static List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                pids.add(Long.parseLong(entry.getFileName().toString()));
            }
        }
        return pids;
    }

    /** Where a link such as {@code ns/net} of a process points to. */
    public static Optional<String> link(long pid, String name) {
        try {
            return Optional.of(Files.readSymbolicLink(path(pid, name)).toString());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The text of a file such as {@code comm} of a process. */
    public static Optional<String> text(long pid, String name) {
        try {
            return Optional.of(Files.readString(path(pid, name), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** The fields of {@code stat} from the third one (the state) on: the name before them may hold anything. */
    public static Optional<List<String>> statFromState(long pid) {
        return text(pid, "stat")
                .map(stat -> List.of(
                        stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1)));
    }

    private static Path path(long pid, String name) {
        return PROC.resolve(Long.toString(pid)).resolve(name);
    }
}
