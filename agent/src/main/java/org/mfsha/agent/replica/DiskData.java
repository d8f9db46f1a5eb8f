package org.mfsha.agent.replica;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mfsha.agent.standby.Standby;
import org.mfsha.agent.takeover.Serving;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.files.Journal;

/**
 * Data on disk that no process holds: a former leader's, a former standby's, or what an agent finds when it starts. Others
 * may still ask for its changes, and must know how far it reaches: it may be all that is left.
 *
 * @param directory base and changelogs
 * @param journals a leader's own copy of the changes, where there is one, oldest first
 * @param lineage the epochs these changes belong to
 * @param end first version that must be left out, when what follows is known to be of no worth
 * @param metadataId MooseFS's identity of the metadata
 * @param nextVersion the version after its last change
 * @param readable its changes, as far as they can be told to others
 */
record DiskData(
        Path directory,
        List<Path> journals,
        Lineage lineage,
        OptionalLong end,
        long metadataId,
        long nextVersion,
        List<Journal> readable) {
    private static final Logger LOG = System.getLogger(DiskData.class.getName());

    DiskData {
        journals = List.copyOf(journals);
        readable = List.copyOf(readable);
    }

    /**
     * Looks at a directory.
     *
     * @throws IOException when there is no complete base in it
     */
    static DiskData found(Path directory, List<Path> journals, Lineage lineage) throws IOException {
        ImageSource source = ImageSource.scan(directory);
        List<Journal> readable = new ArrayList<>();
        long next = source.base().version();
        List<Path> files = new ArrayList<>();
        Path changelog = directory.resolve(Image.CHANGELOG_NAME);
        if (Files.exists(changelog)) {
            files.add(changelog);
        }
        files.addAll(journals);
        for (Path file : files) {
            try {
                Journal opened = Journal.open(file, next);
                readable.add(opened);
                next = Math.max(next, opened.nextVersion());
            } catch (IOException e) {
                // The image is made of it with more care; only telling others of it is not possible.
                LOG.log(Level.WARNING, "changes in {0} cannot be told to others: {1}", file, e.getMessage());
            }
        }
        return new DiskData(
                directory,
                journals,
                lineage,
                OptionalLong.empty(),
                source.base().metadataId(),
                next,
                readable);
    }

    /** What a standby leaves. */
    static DiskData of(Standby standby) {
        return new DiskData(
                standby.image().directory(),
                List.of(),
                standby.lineage(),
                OptionalLong.empty(),
                standby.image().metadataId(),
                standby.nextVersion(),
                List.of(standby.journal()));
    }

    /** What a serving master leaves. */
    static DiskData of(Serving serving) {
        return new DiskData(
                serving.directory(),
                serving.journalFiles(),
                serving.lineage(),
                OptionalLong.empty(),
                serving.metadataId(),
                serving.position().version(),
                serving.journals());
    }

    /** The same without what is of no worth. */
    DiskData cutAt(long version, Lineage shorter) {
        return new DiskData(
                directory,
                journals,
                shorter,
                OptionalLong.of(version),
                metadataId,
                Math.min(nextVersion, version),
                List.of());
    }

    Position position() {
        return new Position(lineage.epoch(), nextVersion);
    }

    /** Nobody will ask for its changes any more. */
    void close() throws IOException {
        for (Journal each : readable) {
            each.close();
        }
    }
}
