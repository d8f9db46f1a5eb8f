package org.mfsha.agent.archive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.archive.keeping.Absorber;
import org.mfsha.agent.config.MasterFiles;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.compare.BaseComparison;
import org.mfsha.moosefs.files.BaseFile;

/** An archive restores to exactly the version asked for: compared with what a real mfsmaster had saved at that version. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealMasterRestoreTest {
    private static final int ROUNDS = 3;
    private static final Moment UTC = new Moment(ZoneOffset.UTC);

    private Path directory;
    private MasterFiles master;
    private Path data;
    /** What a real mfsmaster saved, at versions that rise. */
    private final List<BaseFile> saved = new ArrayList<>();

    private int restores;

    @BeforeAll
    void liveThroughAHistory(@TempDir Path temporary) throws Exception {
        directory = temporary;
        data = directory.resolve("mfsha");
        Path made;
        try (var real = new SavingMaster(directory.resolve("master"))) {
            made = real.data();
            master = new MasterFiles(data, SavingMaster.PROGRAM, real.configuration());
            for (int i = 0; i < ROUNDS; i++) {
                int round = i;
                real.serve(mount -> work(mount, round));
                Path kept = directory.resolve("saved-" + round);
                Files.copy(made.resolve("metadata.mfs"), kept);
                saved.add(BaseFile.open(kept));
            }
        }
        // Each round was an epoch of its own; the image begins with what the first one saved.
        Lineage lineage =
                Pasts.lineage(saved.stream().mapToLong(BaseFile::version).toArray());
        Path image = Pasts.image(data.resolve("images/000001"), lineage, 1, 1);
        Files.delete(image.resolve("changelog.0.mfs"));
        Files.copy(saved.getFirst().path(), image.resolve("metadata.mfs.back"), StandardCopyOption.REPLACE_EXISTING);
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("changelog"))
                    .toList()) {
                Files.copy(file, image.resolve(file.getFileName()));
            }
        }
        archive(image, lineage);
    }

    /** In small files, with a second base in the middle. */
    private void archive(Path image, Lineage lineage) throws IOException {
        ArchiveDirectory archive = ArchiveDirectory.open(data.resolve("archive"));
        Material material = Material.scan(image, lineage, List.of());
        new Absorber(archive).absorb(material);
        Path second = Files.createDirectories(directory.resolve("000002"));
        Files.copy(saved.get(1).path(), second.resolve("metadata.mfs.back"));
        archive.add(Material.scan(second, lineage, List.of()).base(), "000002");
        assertThat(archive.items()).hasSizeGreaterThanOrEqualTo(2 + ROUNDS - 1);
        for (Path file : List.of(image.resolve("metadata.mfs.back"), image.resolve("mfsha.lineage"))) {
            Files.delete(file); // From here on there is the archive alone.
        }
    }

    private static void work(Path mount, int round) throws IOException {
        Path top = Files.createDirectory(mount.resolve("round-" + round));
        for (int i = 0; i < 40; i++) {
            Path file = Files.createFile(top.resolve("file-" + i));
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L + i));
        }
        Files.createSymbolicLink(top.resolve("symlink"), Path.of("file-1"));
        Files.createLink(top.resolve("link"), top.resolve("file-2"));
        Files.move(top.resolve("file-3"), mount.resolve("moved-" + round));
        Files.delete(top.resolve("file-4"));
        Files.setAttribute(top.resolve("file-5"), "user:colour", new byte[] {1, 2, 3});
        try (FileChannel held = FileChannel.open(top.resolve("file-6"), StandardOpenOption.WRITE)) {
            held.lock(10, 20, false);
            Files.delete(top.resolve("file-6"));
        }
        if (round > 0) {
            Files.delete(mount.resolve("moved-" + (round - 1)));
        }
    }

    @Test
    void eachVersionThatAMasterSavedIsRestoredToTheSameMetadata() throws Exception {
        for (BaseFile truth : saved) {
            BaseFile restored = restore(Stock.of(data), new Restorer.Goal.Version(truth.version()));

            assertThat(restored.version()).isEqualTo(truth.version());
            var comparison = BaseComparison.of(truth, restored);
            assertThat(comparison.divergences())
                    .as("version %d", truth.version())
                    .isEmpty();
            assertThat(comparison.sections()).hasSize(13);
        }
    }

    @Test
    void versionsBetweenAreRestoredExactlyToo() throws Exception {
        long first = saved.getFirst().version();
        long last = saved.getLast().version();
        for (long version : List.of(first, first + 1, (first + last) / 2, last - 1)) {
            assertThat(restore(Stock.of(data), new Restorer.Goal.Version(version))
                            .version())
                    .isEqualTo(version);
        }
    }

    @Test
    void theResultIsTheOnlyFileAndBelongsToMfsmaster() throws Exception {
        BaseFile restored = restore(
                Stock.of(data), new Restorer.Goal.Version(saved.getLast().version()));

        try (Stream<Path> files = Files.list(restored.path().getParent())) {
            assertThat(files).containsExactly(restored.path());
        }
        assertThat(restored.path()).hasFileName("metadata.mfs");
    }

    @Test
    void aDamagedBaseIsNamedAndAnOlderOneLeadsThereToo() throws Exception {
        Stock stock = copied("damaged-base");
        Item second = item(stock, saved.get(1).version());
        flip(second.file());
        List<String> told = new ArrayList<>();
        BaseFile truth = saved.getLast();

        BaseFile restored = restore(stock, new Restorer.Goal.Version(truth.version()), told);

        assertThat(BaseComparison.of(truth, restored).isEqual()).isTrue();
        assertThat(told).anyMatch(line -> line.startsWith("DAMAGED: " + second.file()));
    }

    @Test
    void damagedChangesAreSkippedWhereANewerBaseLeadsBeyondThemAndToldWhereNothingDoes() throws Exception {
        Stock stock = copied("damaged-changes");
        Item early = stock.archive().items().stream()
                .filter(item -> item.piece() instanceof Piece.Changes some
                        && some.first() == saved.getFirst().version())
                .findFirst()
                .orElseThrow();
        flip(early.file());
        BaseFile truth = saved.getLast();

        BaseFile restored = restore(stock, new Restorer.Goal.Version(truth.version()));
        assertThat(BaseComparison.of(truth, restored).isEqual()).isTrue();

        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> restore(
                        stock, new Restorer.Goal.Version(saved.getFirst().version() + 5), told))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("cannot be restored; what can")
                .hasMessageContaining(saved.get(1).version() + " to " + truth.version());
        assertThat(told).anyMatch(line -> line.contains(early.file().toString()));
    }

    @Test
    void anExportRestoresToTheSame() throws Exception {
        Path into = directory.resolve("exported");
        Stock stock = Stock.of(data);
        Range exported = new Exporter(stock, stock.branch(Optional.empty()), _ -> {}).export(Optional.empty(), into);

        assertThat(exported.base().version()).isEqualTo(saved.get(1).version());
        assertThat(exported.last()).isGreaterThanOrEqualTo(saved.getLast().version());
        BaseFile truth = saved.getLast();
        BaseFile restored = restore(Stock.exported(into), new Restorer.Goal.Version(truth.version()));
        assertThat(BaseComparison.of(truth, restored).isEqual()).isTrue();
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefused() throws Exception {
        Path into = Files.createDirectories(directory.resolve("used"));
        Files.writeString(into.resolve("metadata.mfs.back.7"), "old");

        assertThatThrownBy(() -> restorer(Stock.of(data), new ArrayList<>())
                        .restore(new Restorer.Goal.Version(saved.getLast().version()), into))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining(into + " is not empty (metadata.mfs.back.7)");
    }

    @Test
    void whatCannotBeHadLeavesTheDirectoryEmpty() throws Exception {
        Path into = directory.resolve("nothing");

        assertThatThrownBy(() -> restorer(Stock.of(data), new ArrayList<>())
                        .restore(new Restorer.Goal.Version(saved.getLast().version() + 1_000_000), into))
                .isInstanceOf(RecoveryException.class);

        assertThat(into).isEmptyDirectory();
    }

    private BaseFile restore(Stock stock, Restorer.Goal goal) throws Exception {
        return restore(stock, goal, new ArrayList<>());
    }

    private BaseFile restore(Stock stock, Restorer.Goal goal, List<String> told) throws Exception {
        Path into = directory.resolve("restored-" + ++restores);
        return BaseFile.open(restorer(stock, told).restore(goal, into).file());
    }

    private Restorer restorer(Stock stock, List<String> told) throws RecoveryException {
        return new Restorer(stock, stock.branch(Optional.empty()), UTC, master, told::add);
    }

    private Stock copied(String name) throws Exception {
        Path into = directory.resolve(name);
        ArchiveDirectory copy = ArchiveDirectory.open(into);
        for (Item item : Stock.of(data).archive().items()) {
            copy.copy(item);
        }
        return Stock.exported(into);
    }

    private static Item item(Stock stock, long baseVersion) {
        return stock.archive().items().stream()
                .filter(item -> item.piece() instanceof Piece.Base base && base.version() == baseVersion)
                .findFirst()
                .orElseThrow();
    }

    private static void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 8;
        Files.write(file, content);
    }
}
