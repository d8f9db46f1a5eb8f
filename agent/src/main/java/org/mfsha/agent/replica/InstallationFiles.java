package org.mfsha.agent.replica;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which files of a MooseFS data directory are what (metadata.c, changelog.c, 3.0.117). */
final class InstallationFiles {
    private static final int NEVER_SAVED_BYTES = 8;

    private InstallationFiles() {}

    /** Whether a file is metadata that a master has saved, not the 8 bytes a new installation begins with. */
    static boolean isSavedMetadata(Path file) {
        String name = file.getFileName().toString();
        boolean metadata = name.equals("metadata.mfs") || name.startsWith("metadata.mfs.back");
        return metadata && sizeOf(file) > NEVER_SAVED_BYTES;
    }

    /** The changelogs of a directory, oldest first. */
    static List<Path> changelogs(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("changelog\\.[0-9]{1,9}\\.mfs"))
                    .sorted((left, right) -> Integer.compare(number(right), number(left)))
                    .toList();
        }
    }

    private static int number(Path changelog) {
        return Integer.parseInt(changelog.getFileName().toString().split("\\.", -1)[1]);
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0; // Gone since it was listed.
        }
    }
}
