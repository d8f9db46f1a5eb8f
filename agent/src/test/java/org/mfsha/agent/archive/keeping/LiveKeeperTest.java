package org.mfsha.agent.archive.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

class LiveKeeperTest {
    private static final ArchiveConfig CONFIG = new ArchiveConfig(30, 1L << 30, 24, 60);
    private static final Lineage FIRST = Pasts.lineage(1);

    @TempDir
    private Path directory;

    private final TurnableClock clock = new TurnableClock();
    private ArchiveDirectory archive;
    private LiveKeeper keeper;
    private Path image;
    private Journal journal;
    private Lineage lineage = FIRST;

    @BeforeEach
    void begin() throws IOException {
        archive = ArchiveDirectory.open(Files.createDirectory(directory.resolve("archive")));
        keeper = new LiveKeeper(archive, CONFIG, clock);
        image = Pasts.image(directory.resolve("000001"), FIRST, 10, 20);
        journal = Journal.open(image.resolve("changelog.0.mfs"), 10);
    }

    @AfterEach
    void end() throws IOException {
        journal.close();
    }

    @Test
    void aFreshImageIsArchivedAtOnceButNotWhatCameSinceTheLastLook() throws IOException {
        keep();
        assertThat(archive.items()).as("the first look").isEmpty();
        append(30);

        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-20");
    }

    @Test
    void laterChangesWaitForTheirTime() throws IOException {
        keep();
        keep();
        append(30);
        keep();
        keep();
        assertThat(kinds()).hasSize(2);

        clock.turn(Duration.ofMinutes(61));
        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-20", "changes 20-30");
    }

    @Test
    void changesOfTwoEpochsAreTwoFiles() throws IOException {
        lineage = Pasts.lineage(1, 15);
        keep();
        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-15", "changes 15-20");
        assertThat(archive.items().getLast().piece().provenance().epoch()).isEqualTo(2);
    }

    @Test
    void changesThatCameBeforeTheirEpochWasEnteredAreArchivedUnderTheirEpoch() throws IOException {
        keep();
        append(25); // Of epoch 2, which this node enters a moment later.
        keep();
        lineage = Pasts.lineage(1, 20);
        clock.turn(Duration.ofMinutes(61));
        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-20", "changes 20-25");
        assertThat(archive.items().getLast().piece().provenance().epoch()).isEqualTo(2);
    }

    @Test
    void anImageThatBeginsWhereTheArchiveIsNeedsNoBase() throws IOException {
        keep();
        keep();
        replace(15, 40);
        keep();
        keep();
        clock.turn(Duration.ofMinutes(61));
        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-20", "changes 20-40");
    }

    @Test
    void anImageThatBeginsBeyondTheArchiveIsArchivedWithItsBase() throws IOException {
        keep();
        keep();
        replace(30, 40);
        keep();
        keep();

        assertThat(kinds()).containsExactly("base 10", "changes 10-20", "base 30", "changes 30-40");
    }

    @Test
    void onceADayANewerBaseIsArchived() throws IOException {
        keep();
        keep();
        append(100);
        keep();
        Pasts.base(image.resolve("metadata.mfs.back"), 90, Pasts.ID); // A serving master has saved.
        clock.turn(Duration.ofHours(23));
        keep();
        assertThat(kinds()).doesNotContain("base 90");

        clock.turn(Duration.ofHours(2));
        keep();
        keep();

        assertThat(kinds()).containsOnlyOnce("base 90");
    }

    @Test
    void theJournalIsNeededFromTheLastBaseOnAndAsFarAsItIsNotArchived() throws IOException {
        keep();
        assertThat(keep()).as("base 10").isEqualTo(10);
        append(100);
        keep();
        Pasts.base(image.resolve("metadata.mfs.back"), 90, Pasts.ID);
        assertThat(keep()).as("archived up to 20").isEqualTo(20);

        clock.turn(Duration.ofMinutes(61));

        assertThat(keep()).as("archived up to 100, base 90").isEqualTo(90);
    }

    @Test
    void aBaseThatTheMasterReplacesMeanwhileDoesNoHarm() throws IOException {
        keep();
        keep();
        Files.delete(image.resolve("metadata.mfs.back"));
        Pasts.base(image.resolve("metadata.mfs.back"), 15, Pasts.ID);
        keep();

        assertThat(Files.exists(directory.resolve("archive/pinned-base"))).isFalse();
        for (Item item : archive.items()) {
            ArchiveDirectory.check(item);
        }
    }

    private long keep() throws IOException {
        return keeper.keep(new Live(image, lineage, List.of(journal)));
    }

    private void append(long next) throws IOException {
        while (journal.nextVersion() < next) {
            long version = journal.nextVersion();
            journal.append(new LogLine(version, (Pasts.START + version) + "|ACCESS(1)"));
        }
    }

    private void replace(long base, long next) throws IOException {
        journal.close();
        image = Pasts.image(directory.resolve("000002"), FIRST, base, next);
        journal = Journal.open(image.resolve("changelog.0.mfs"), base);
    }

    private List<String> kinds() {
        Branch branch = archive.catalogue().newest().orElseThrow();
        assertThat(branch.metadataId()).isEqualTo(Pasts.ID);
        return archive.items().stream()
                .map(item -> switch (item.piece()) {
                    case Piece.Base base -> "base " + base.version();
                    case Piece.Changes some -> "changes " + some.first() + "-" + some.next();
                })
                .toList();
    }
}
