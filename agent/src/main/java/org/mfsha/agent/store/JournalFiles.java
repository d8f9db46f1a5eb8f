package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/** Names of a leader's own copies of the changes that its mfsmaster made. */
public final class JournalFiles {
    private static final String SUFFIX = ".mfs";

    private JournalFiles() {}

    /** The file that an epoch's copy begins with; more pieces may follow beside it, see JournalSeries. */
    static Path first(Path root, long epoch) {
        return root.resolve("journals").resolve(String.format(Locale.ROOT, "epoch-%06d%s", epoch, SUFFIX));
    }

    /**
     * All files there are of the log that a lineage ends with: of its last epoch, and of those that it merely renumbered.
     * Oldest first.
     *
     * @param root the agent's DATA_PATH
     */
    public static List<Path> of(Path root, Lineage lineage) throws IOException {
        List<Path> files = new ArrayList<>();
        for (EpochRecord record : lineage.records().reversed()) {
            files.addAll(0, pieces(first(root, record.epoch())));
            if (record.firstVersion() != EpochRecord.SAME_LOG) {
                break;
            }
        }
        return files;
    }

    private static List<Path> pieces(Path first) throws IOException {
        if (Files.notExists(first.getParent())) {
            return List.of();
        }
        String name = first.getFileName().toString();
        String stem = name.substring(0, name.length() - SUFFIX.length()) + ".";
        try (Stream<Path> files = Files.list(first.getParent())) {
            List<Path> pieces = new ArrayList<>(
                    files.filter(file -> file.getFileName().toString().startsWith(stem) && !file.equals(first))
                            .sorted()
                            .toList());
            if (Files.exists(first)) {
                pieces.addFirst(first);
            }
            return pieces;
        }
    }
}
