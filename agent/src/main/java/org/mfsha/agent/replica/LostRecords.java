package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.takeover.LostChange;
import org.mfsha.moosefs.takeover.LostChanges;
import org.mfsha.moosefs.takeover.PathNames;

/** Names changes that never became history: the administrator must know at once, later cannot be mended. */
final class LostRecords {
    private static final Logger LOG = System.getLogger(LostRecords.class.getName());

    /** More than a leader makes before its lease ends; a limit for the memory. */
    private static final int MAX_NAMED = 100_000;

    private LostRecords() {}

    /**
     * The changes in some changelog files from a version on, at most {@value #MAX_NAMED}, in order.
     *
     * @param base what the changelogs continue, for the names of directories; need not be there
     */
    static List<LostChange> from(Path base, List<Path> changelogs, long version) throws IOException {
        List<LogLine> lines = lines(changelogs, version);
        var changes = new LostChanges(PathNames.before(lines, opened(base), changelogs));
        return lines.stream().map(changes::tell).toList();
    }

    private static List<LogLine> lines(List<Path> changelogs, long version) throws IOException {
        List<LogLine> lost = new ArrayList<>();
        long next = version;
        for (Path changelog : changelogs) {
            try (ChangelogReader reader = ChangelogReader.open(changelog)) {
                for (var line = reader.next(); line.isPresent() && lost.size() < MAX_NAMED; line = reader.next()) {
                    LogLine change = line.get();
                    if (change.version() >= next) {
                        lost.add(change);
                        next = change.version() + 1;
                    }
                }
            }
        }
        return lost;
    }

    private static Optional<BaseFile> opened(Path base) {
        try {
            return Files.exists(base) ? Optional.of(BaseFile.open(base)) : Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "lost changes are named without the names in {0}: {1}", base, e.getMessage());
            return Optional.empty();
        }
    }
}
