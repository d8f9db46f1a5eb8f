package org.mfsha.agent.archive.keeping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.ArchiveLock;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.core.history.Lineage;

class PrunerTest {
    private static final Lineage LINEAGE = Pasts.lineage(1);
    private static final Branch BRANCH = new Branch(Pasts.ID, LINEAGE);
    private static final ArchiveConfig SMALL = new ArchiveConfig(30, 1, 24, 60);

    @TempDir
    private Path directory;

    private ArchiveDirectory archive;
    private EvidenceFiles evidence;
    private final TurnableClock clock = new TurnableClock();

    @BeforeEach
    void fill() throws IOException {
        archive = ArchiveDirectory.open(Files.createDirectory(directory.resolve("archive")));
        evidence = new EvidenceFiles(archive.root());
        Path old = Pasts.image(directory.resolve("000001"), LINEAGE, 10, 100);
        Path young = Pasts.image(directory.resolve("000002"), LINEAGE, 100, 200);
        new Absorber(archive).absorb(Material.scan(old, LINEAGE, List.of()));
        Material second = Material.scan(young, LINEAGE, List.of());
        archive.add(second.base(), second.image());
        new Absorber(archive).absorb(second);
        assertThat(archive.items()).hasSize(4);
    }

    @Test
    void theOldestGoesWhenThereIsTooMuchAndTheLastGoodSetStaysAndIsTold() throws IOException {
        Optional<String> problem = pruner(SMALL).prune(Optional.of(BRANCH));

        assertThat(archive.catalogue().restores(BRANCH, 99)).isFalse();
        assertThat(archive.catalogue().restores(BRANCH, 100)).isTrue();
        assertThat(archive.catalogue().restores(BRANCH, 200)).isTrue();
        assertThat(ArchiveDirectory.open(archive.root()).items())
                .isEqualTo(archive.items())
                .hasSize(2);
        assertThat(problem).get().asString().contains("more than ARCHIVE_MAX_SIZE");
    }

    @Test
    void nothingOlderGoesWhileTheLastGoodSetIsDamaged() throws IOException {
        Item last = archive.items().stream()
                .filter(item -> item.piece() instanceof Piece.Base base && base.version() == 100)
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(last.file());
        content[content.length / 2] ^= 4;
        Files.write(last.file(), content);

        Optional<String> problem = pruner(SMALL).prune(Optional.of(BRANCH));

        assertThat(problem)
                .get()
                .asString()
                .contains("the archive is damaged", last.file().toString());
        assertThat(archive.catalogue().restores(BRANCH, 10)).isTrue();
        assertThat(archive.catalogue().restores(BRANCH, 200))
                .as("from the older base")
                .isTrue();

        pruner(SMALL).prune(Optional.of(BRANCH));

        assertThat(archive.catalogue().restores(BRANCH, 10))
                .as("now this is the last good set")
                .isTrue();
    }

    @Test
    void nothingGoesWhileSomebodyReads() throws IOException {
        try (ArchiveLock _ = ArchiveLock.forReading(archive.root())) {
            pruner(SMALL).prune(Optional.of(BRANCH));
            assertThat(archive.items()).hasSize(4);
        }

        pruner(SMALL).prune(Optional.of(BRANCH));

        assertThat(archive.items()).hasSize(2);
    }

    @Test
    void evidenceGoesWhenItIsOld() throws IOException {
        Path aside = Files.createDirectory(archive.root().resolve("000001-20200101-000000-differs"));
        Files.writeString(aside.resolve("changelog.0.mfs"), "anything\n");
        evidence.keep(aside, "it differed", false);

        pruner(new ArchiveConfig(30, 1L << 30, 24, 60)).prune(Optional.of(BRANCH));

        assertThat(aside).doesNotExist();
        assertThat(archive.items()).hasSize(4);
    }

    @Test
    void whatIsOldGoesWithoutAnyNeedForSpace() throws IOException {
        clock.turn(Duration.ofDays(40));

        assertThat(pruner(new ArchiveConfig(30, 1L << 30, 24, 60)).prune(Optional.of(BRANCH)))
                .isEmpty();

        assertThat(archive.items()).hasSize(2);
    }

    private Pruner pruner(ArchiveConfig config) {
        return new Pruner(archive, evidence, config, clock);
    }
}
