package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

final class ImageStoreTest {
    private static final Lineage LINEAGE =
            new Lineage(List.of(new EpochRecord(4, new NodeId("a"), 100, EpochRecord.Reason.SWITCHOVER)));

    @TempDir
    private Path root;

    private ImageStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ImageStore(root, Ownership.of("daemon", "daemon"));
    }

    @Test
    void theFirstImageIsNumberOne() throws IOException {
        assertThat(store.freshImageDirectory()).isEqualTo(root.resolve("images/000001"));
    }

    @Test
    void aNumberIsNotUsedAgainWhileItsImageIsThere() throws IOException {
        image();

        assertThat(store.freshImageDirectory()).isEqualTo(root.resolve("images/000002"));
    }

    @Test
    void aNumberIsNotUsedAgainWhenItsImageIsInTheArchive() throws IOException {
        store.archive(image(), "replaced");

        assertThat(store.freshImageDirectory()).isEqualTo(root.resolve("images/000002"));
    }

    @Test
    void aNumberIsNotUsedAgainAfterARestart() throws IOException {
        store.archive(image(), "replaced");
        store.archive(image(), "replaced");
        open();

        assertThat(store.freshImageDirectory()).isEqualTo(root.resolve("images/000003"));
    }

    @Test
    void foreignNamesBesideTheImagesDoNoHarm() throws IOException {
        image();
        Files.createDirectory(root.resolve("images/my-copy"));
        Files.createDirectory(root.resolve("images/000007.bak"));
        Files.createDirectory(root.resolve("archive/lost+found"));

        assertThat(store.freshImageDirectory()).isEqualTo(root.resolve("images/000002"));
    }

    @Test
    void withoutAnyImageThereIsNoNewest() throws IOException {
        assertThat(store.newestImage()).isEmpty();
    }

    @Test
    void theNewestImageIsTheOneWithTheHighestNumber() throws IOException {
        for (int i = 0; i < 11; i++) {
            store.saveLineage(image(), LINEAGE);
        }

        assertThat(store.newestImage()).contains(root.resolve("images/000011"));
    }

    @Test
    void anImageThatWasBeingMadeWhenThisNodeBeganToLeadDoesNotReplaceTheOneItLedWith() throws IOException {
        Path led = image();
        Path younger = image();
        store.saveLineage(younger, LINEAGE);
        store.saveLineage(
                led, LINEAGE.followedBy(new EpochRecord(5, new NodeId("a"), 200, EpochRecord.Reason.LEASE_LOST)));

        assertThat(store.newestImage()).contains(led);
    }

    @Test
    void anImageThatWasNeverCompletedIsNotTheNewest() throws IOException {
        Path complete = image();
        store.saveLineage(complete, LINEAGE);
        Files.createFile(image().resolve("metadata.mfs.back"));

        assertThat(store.newestImage()).contains(complete);
    }

    @Test
    void anImageInTheArchiveIsNotTheNewest() throws IOException {
        Path image = image();
        store.saveLineage(image, LINEAGE);
        store.archive(image, "replaced");

        assertThat(store.newestImage()).isEmpty();
    }

    @Test
    void theOtherImagesAreAllButTheNamedOnes() throws IOException {
        Path first = image();
        Path second = image();
        Path third = image();

        assertThat(store.imagesExcept(List.of(second))).containsExactly(first, third);
    }

    @Test
    void theArchiveKeepsEveryFileUnderANameThatTellsWhyAndWhat() throws IOException {
        Path image = image();
        Files.writeString(image.resolve("changelog.0.mfs"), "1: X()\n");

        Path archived = store.archive(image, "failed-takeover");

        assertThat(image).doesNotExist();
        assertThat(archived.getParent()).isEqualTo(root.resolve("archive"));
        assertThat(archived.getFileName().toString()).matches("000001-[0-9]{8}-[0-9]{6}-failed-takeover");
        assertThat(archived.resolve("changelog.0.mfs")).hasContent("1: X()");
    }

    @Test
    void aLineageSurvivesARestart() throws IOException {
        Path image = image();
        store.saveLineage(image, LINEAGE);
        open();

        assertThat(store.lineage(image)).isEqualTo(LINEAGE);
    }

    @Test
    void anImageWithoutALineageIsAnInputError() throws IOException {
        Path image = image();

        assertThatThrownBy(() -> store.lineage(image))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void anotherFileIsNotTakenForALineage() throws IOException {
        Path image = image();
        DurableFile.write(image.resolve("mfsha.lineage"), List.of("mfsha ballot 1"));

        assertThatThrownBy(() -> store.lineage(image)).hasMessageContaining("not a lineage");
    }

    @Test
    void mfsmasterGetsTheDirectoryAndEveryFileInIt() throws IOException {
        Path image = image();
        Path file = Files.createFile(image.resolve("metadata.mfs.back"));

        store.handToMaster(image);

        assertThat(List.of(Files.getOwner(image), Files.getOwner(file)))
                .allSatisfy(owner -> assertThat(owner.getName()).isEqualTo("daemon"));
    }

    @Test
    void journalsOfDifferentEpochsAreDifferentFiles() {
        assertThat(store.journal(7)).isEqualTo(root.resolve("journals/epoch-000007.mfs"));
        assertThat(store.journal(8)).isNotEqualTo(store.journal(7));
    }

    @Test
    void aLeadersOwnCopyIsAllPiecesOfTheLogThatALineageEndsWith() throws IOException {
        Lineage renumbered = new Lineage(List.of(
                new EpochRecord(6, new NodeId("a"), 50, EpochRecord.Reason.SWITCHOVER),
                new EpochRecord(7, new NodeId("b"), 100, EpochRecord.Reason.SWITCHOVER),
                new EpochRecord(8, new NodeId("b"), EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED)));
        for (String name : List.of("6", "7.000000000200", "7", "7.000000000300", "70")) {
            String[] parts = name.split("\\.", 2);
            String rest = parts.length > 1 ? "." + parts[1] : "";
            Files.createFile(
                    root.resolve("journals/epoch-" + "0".repeat(6 - parts[0].length()) + parts[0] + rest + ".mfs"));
        }

        assertThat(store.journals(renumbered))
                .containsExactly(
                        root.resolve("journals/epoch-000007.mfs"),
                        root.resolve("journals/epoch-000007.000000000200.mfs"),
                        root.resolve("journals/epoch-000007.000000000300.mfs"));
        assertThat(store.journals(Lineage.EMPTY)).isEmpty();
    }

    @Test
    void aNoteSaysFromWhereOnAnImageIsNoHistory() throws IOException {
        Path image = image();
        assertThat(EvidenceNote.of(image)).isEmpty();

        new EvidenceNote(55, "it could not serve:\nno address").write(image);

        assertThat(EvidenceNote.of(image)).contains(new EvidenceNote(55, "it could not serve: no address"));
    }

    private Path image() throws IOException {
        return Files.createDirectory(store.freshImageDirectory());
    }
}
