package org.mfsha.agent.archive.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Provenance;
import org.mfsha.agent.store.EvidenceNote;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.store.Ownership;
import org.mfsha.core.history.Lineage;
import org.mfsha.linux.zstd.ZstdInput;

class AsideSweeperTest {
    private static final Lineage FIRST = Pasts.lineage(1);
    private static final Lineage SECOND = Pasts.lineage(1, 100);

    @TempDir
    private Path root;

    private ImageStore store;
    private ArchiveDirectory archive;
    private EvidenceFiles evidence;
    private AsideSweeper sweeper;

    @BeforeEach
    void open() throws IOException {
        store = new ImageStore(root, Ownership.of("daemon", "daemon"));
        archive = ArchiveDirectory.open(store.archiveDirectory());
        evidence = new EvidenceFiles(store.archiveDirectory());
        sweeper = new AsideSweeper(store, archive, evidence);
    }

    @Test
    void anImageThatWasReplacedIsArchivedAndRemoved() throws IOException {
        Path aside = store.archive(image(FIRST, 10, 60), "replaced");

        sweep();

        assertThat(aside).doesNotExist();
        assertThat(restores(FIRST, 10)).isTrue();
        assertThat(restores(FIRST, 60)).isTrue();
        assertThat(evidence.kept()).isEmpty();
    }

    @Test
    void whatTheArchiveHasIsNotArchivedAgain() throws IOException {
        store.archive(image(FIRST, 10, 60), "replaced");
        sweep();
        int files = archive.items().size();
        Path aside = store.archive(image(FIRST, 20, 50), "not-needed");

        sweep();

        assertThat(aside).doesNotExist();
        assertThat(archive.items()).hasSize(files);
    }

    @Test
    void aFormerLeadersOwnCopyIsArchivedWithItsImageAndItsLostChangesCanBeReached() throws IOException {
        // The image was primed at 40, led epoch 1 to 130 and saved at 90; epoch 2 went on from 100.
        Path image = image(FIRST, 90, 120);
        Path journal = Pasts.changes(store.journal(1), FIRST, 40, 130);
        Pasts.changes(journal.resolveSibling("epoch-000001.000000000130.mfs"), FIRST, 130, 140);
        store.archive(image(SECOND, 10, 110), "replaced");
        sweep(journal, journal.resolveSibling("epoch-000001.000000000130.mfs"));
        store.archive(image, "replaced");

        sweep();

        assertThat(store.journalDirectory()).isEmptyDirectory();
        assertThat(restores(FIRST, 140)).as("asked for epoch 1").isTrue();
        assertThat(restores(SECOND, 110)).isTrue();
        assertThat(restores(SECOND, 111)).isFalse();
        Branch newest = archive.catalogue().newest().orElseThrow();
        assertThat(newest.lineage()).isEqualTo(SECOND);
        assertThat(archive.catalogue().besides(newest))
                .extracting(Branch::epoch)
                .containsExactly(1L);
    }

    @Test
    void aJournalThatSomebodyWritesToStays() throws IOException {
        Path journal = Pasts.changes(store.journal(1), FIRST, 40, 130);

        sweep(journal);

        assertThat(journal).exists();
    }

    @Test
    void aJournalWithoutItsImageIsKeptAsEvidenceAndAnEmptyOneIsNot() throws IOException {
        Pasts.changes(store.journal(1), FIRST, 40, 130);
        Files.createFile(store.journal(2));

        sweep();
        sweep();

        assertThat(store.journalDirectory()).isEmptyDirectory();
        assertThat(evidence.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.why()).contains("a journal without the image");
            assertThat(plain(kept.directory().resolve("epoch-000001.mfs.zst"))).startsWith(Pasts.line(FIRST, 40));
        });
    }

    @Test
    void anImageThatDifferedIsEvidenceAndWhatWasArchivedFromItIsNotUsedAnyMore() throws IOException {
        Path image = image(FIRST, 10, 60);
        new Absorber(archive).absorb(Material.scan(image, FIRST, List.of()));
        assertThat(restores(FIRST, 60)).isTrue();
        String changes = Files.readString(image.resolve("changelog.0.mfs"));
        store.archive(image, "differs");

        sweep();

        assertThat(restores(FIRST, 60)).isFalse();
        assertThat(evidence.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.ofLostChanges()).isFalse();
            assertThat(plain(kept.directory().resolve("changelog.0.mfs.zst"))).isEqualTo(changes);
            assertThat(kept.directory().resolve("changelog.0.mfs")).doesNotExist();
        });
    }

    @Test
    void aTakeoverThatFailedLeavesEvidenceAndOnlyWhatWasThereBeforeItIsHistory() throws IOException {
        Path image = image(FIRST, 10, 60);
        new EvidenceNote(55, "it could not serve").write(image);
        store.archive(image, "replaced");

        sweep();

        assertThat(restores(FIRST, 55)).isTrue();
        assertThat(restores(FIRST, 56)).isFalse();
        assertThat(evidence.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.why()).isEqualTo("it could not serve"));
    }

    @Test
    void anotherClustersMetadataIsEvidence() throws IOException {
        Path image = image(FIRST, 10, 60);
        Pasts.base(image.resolve("metadata.mfs.back"), 10, 77);
        store.archive(image, "replaced");

        sweep();

        assertThat(archive.items()).isEmpty();
        assertThat(evidence.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.why()).contains("another cluster"));
    }

    @Test
    void whatCannotBeReadIsKeptForItMayHoldLostChanges() throws IOException {
        Path image = image(FIRST, 10, 60);
        Files.writeString(image.resolve("changelog.0.mfs"), "not a changelog\n");
        store.archive(image, "replaced");

        sweep();

        assertThat(evidence.kept()).singleElement().returns(true, Evidence::ofLostChanges);
    }

    @Test
    void anImageThatWasNeverCompletedIsEvidenceAndHoldsUpNothing() throws IOException {
        Path incomplete = image(FIRST, 10, 60);
        Files.delete(incomplete.resolve("mfsha.lineage"));
        store.archive(incomplete, "replaced");
        store.archive(image(FIRST, 10, 60), "replaced");

        sweep();

        assertThat(restores(FIRST, 60)).isTrue();
        assertThat(evidence.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.why()).contains("never complete"));
    }

    @Test
    void aCrashWhileEvidenceIsCompressedLeavesEachFileOldOrNew() throws IOException {
        Path image = image(FIRST, 10, 60);
        Path aside = store.archive(image, "differs");
        String changes = Files.readString(aside.resolve("changelog.0.mfs"));
        Files.writeString(aside.resolve("changelog.0.mfs.zst.new"), "half");
        Files.writeString(aside.resolve("changelog.0.mfs.zst"), "an older attempt, not removed yet");

        sweep();

        assertThat(plain(aside.resolve("changelog.0.mfs.zst"))).isEqualTo(changes);
        try (Stream<Path> files = Files.list(aside)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "changelog.0.mfs.zst", "metadata.mfs.back.zst", "mfsha.kept", "mfsha.lineage");
        }
    }

    private Path image(Lineage lineage, long base, long next) throws IOException {
        return Pasts.image(store.freshImageDirectory(), lineage, base, next);
    }

    private void sweep(Path... inUse) throws IOException {
        sweeper.sweep(Pasts.ID, List.of(inUse));
    }

    private boolean restores(Lineage lineage, long version) {
        var branch = archive.catalogue().branch(new Provenance(Pasts.ID, lineage));
        return archive.catalogue().restores(branch, version);
    }

    private static String plain(Path file) throws IOException {
        try (InputStream in = new ZstdInput(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
