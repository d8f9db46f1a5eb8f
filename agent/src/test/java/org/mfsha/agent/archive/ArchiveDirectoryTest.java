package org.mfsha.agent.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.LogLine;

class ArchiveDirectoryTest {
    private static final Lineage LINEAGE = Pasts.lineage(1);

    @TempDir
    private Path directory;

    private Path root;
    private Material image;
    private ArchiveDirectory archive;

    @BeforeEach
    void open() throws IOException {
        root = directory.resolve("archive");
        image = Material.scan(Pasts.image(directory.resolve("000001"), LINEAGE, 10, 2000), LINEAGE, List.of());
        archive = ArchiveDirectory.open(root);
    }

    @Test
    void whatWasArchivedIsThereAfterARestartWithEverythingItsLabelSays() throws IOException {
        archive.add(image.base(), image.image());
        archive.add(all(), Long.MAX_VALUE, image.image());

        ArchiveDirectory again = ArchiveDirectory.open(root);

        assertThat(again.problems()).isEmpty();
        assertThat(again.items()).isEqualTo(archive.items()).hasSize(2);
        Piece.Changes some = changes(again);
        assertThat(some)
                .returns(10L, Piece.Changes::first)
                .returns(2000L, Piece.Changes::next)
                .returns(Pasts.START + 10, Piece.Changes::earliestSeconds)
                .returns(Pasts.START + 1999, Piece.Changes::latestSeconds)
                .returns(new Provenance(Pasts.ID, LINEAGE), Piece::provenance);
        assertThat(text(some, 10))
                .hasSize(1990)
                .startsWith(Pasts.line(LINEAGE, 10))
                .endsWith(Pasts.line(LINEAGE, 1999));
        assertThat(text(some, 1990)).hasSize(10);
    }

    @Test
    void aLongStretchIsCutWhereTheFileIsLargeEnough() throws IOException {
        Item first = archive.add(all(), 1000, image.image());

        long next = ((Piece.Changes) first.piece()).next();
        assertThat(next).isBetween(11L, 100L);
        archive.add(new Slice(image.changes().getFirst(), next, 2000), Long.MAX_VALUE, image.image());
        Branch branch = archive.catalogue().newest().orElseThrow();
        assertThat(archive.catalogue().reach(branch, 10)).isEqualTo(2000);
    }

    @Test
    void whatACrashLeftUnfinishedDoesNotCountAndGoes() throws IOException {
        archive.add(image.base(), image.image());
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        Path label = item.file().resolveSibling("changes-000000000010.label");
        // A crash while the file is written, after it was renamed, and while the label is written.
        Files.copy(item.file(), item.file().resolveSibling("changes-000000003000.zst.new"));
        Files.copy(item.file(), item.file().resolveSibling("changes-000000004000.zst"));
        Files.move(label, label.resolveSibling("changes-000000000010.label.new"));

        ArchiveDirectory again = ArchiveDirectory.open(root);
        assertThat(again.items()).hasSize(1);
        assertThat(again.problems()).isEmpty();
        again.clearLeftovers();

        assertThat(names()).containsExactly("base-000000000010.label", "base-000000000010.zst");
        again.add(all(), Long.MAX_VALUE, image.image());
        assertThat(ArchiveDirectory.open(root).items()).hasSize(2);
    }

    @Test
    void aDeletionThatWasBrokenOffLeavesNoFileThatCounts() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        Files.delete(item.file().resolveSibling("changes-000000000010.label"));

        ArchiveDirectory again = ArchiveDirectory.open(root);
        again.clearLeftovers();

        assertThat(again.items()).isEmpty();
        assertThat(item.file()).doesNotExist();
    }

    @Test
    void aFailureWhileWritingLeavesNothing() throws IOException {
        var tooMuch = new Slice(image.changes().getFirst(), 10, 2001);

        assertThatThrownBy(() -> archive.add(tooMuch, Long.MAX_VALUE, image.image()))
                .hasMessageContaining("change 2000 is missing");

        assertThat(names()).isEmpty();
        assertThat(archive.items()).isEmpty();
    }

    @Test
    void aDamagedLabelIsNamedAndItsFileIsNotUsed() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        Path label = item.file().resolveSibling("changes-000000000010.label");
        Files.writeString(label, Files.readString(label).replace("next 2000", "next 2001"));

        ArchiveDirectory again = ArchiveDirectory.open(root);

        assertThat(again.items()).isEmpty();
        assertThat(again.problems())
                .singleElement()
                .asString()
                .contains(label.toString(), "changes-000000000010.zst is not used");
    }

    @Test
    void everyKindOfDamageIsFoundWhoeverReadsToTheEnd() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        byte[] whole = Files.readAllBytes(item.file());
        ArchiveDirectory.check(item);

        for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 40)) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 1;
            Files.write(item.file(), flipped);
            assertThatThrownBy(() -> text(changes(archive), 10))
                    .as("byte %d", at)
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining(item.file().toString());
        }
        Files.write(item.file(), java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> ArchiveDirectory.check(item)).hasMessageContaining("bytes");
        Files.delete(item.file());
        assertThatThrownBy(() -> ArchiveDirectory.check(item)).hasMessageContaining("is gone");
    }

    @Test
    void anotherWholeFileInItsPlaceIsFoundByTheChecksumOfTheLabel() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        var another =
                new Item.Seal(item.seal().bytes(), "00" + item.seal().sha256().substring(2));
        Item expected = new Item(item.piece(), item.file(), another, item.madeSeconds(), item.image(), "");

        assertThatThrownBy(() -> ArchiveDirectory.check(expected)).hasMessageContaining("its checksum does not fit");
    }

    @Test
    void whatIsInDoubtIsKeptButNotUsedAlsoAfterARestart() throws IOException {
        archive.add(image.base(), "000001");
        archive.add(all(), Long.MAX_VALUE, "000002");

        archive.doubt("000001", "it differed");

        for (ArchiveDirectory each : List.of(archive, ArchiveDirectory.open(root))) {
            assertThat(each.items()).hasSize(2);
            assertThat(each.catalogue().pieces()).singleElement().isInstanceOf(Piece.Changes.class);
        }
    }

    @Test
    void theSameVersionOnceMoreDoesNotOverwriteWhatIsInDoubt() throws IOException {
        archive.add(image.base(), "000001");
        archive.doubt("000001", "it differed");

        archive.add(image.base(), "000002");

        assertThat(names()).contains("base-000000000010.zst", "base-000000000010-2.zst", "base-000000000010-2.label");
        assertThat(ArchiveDirectory.open(root).catalogue().pieces()).hasSize(1);
    }

    @Test
    void itIsNoticedWhenSomebodyElseDeletes() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());
        assertThat(archive.isCurrent()).isTrue();

        Files.delete(item.file().resolveSibling("changes-000000000010.label"));

        assertThat(archive.isCurrent()).isFalse();
    }

    @Test
    void whatIsRemovedIsGone() throws IOException {
        Item item = archive.add(all(), Long.MAX_VALUE, image.image());

        archive.remove(item);

        assertThat(archive.items()).isEmpty();
        assertThat(names()).isEmpty();
    }

    private Slice all() {
        return new Slice(image.changes().getFirst(), 10, 2000);
    }

    private static Piece.Changes changes(ArchiveDirectory archive) {
        return archive.items().stream()
                .map(Item::piece)
                .filter(Piece.Changes.class::isInstance)
                .map(Piece.Changes.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> text(Piece.Changes some, long from) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Piece.Reader reader = some.lines().from(from)) {
            for (Optional<LogLine> line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(new String(line.get().bytes(), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
            reader.check();
        }
        return lines;
    }

    private List<String> names() throws IOException {
        if (Files.notExists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
