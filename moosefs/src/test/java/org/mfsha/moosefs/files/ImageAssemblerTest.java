package org.mfsha.moosefs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.testing.TestBases;

class ImageAssemblerTest {
    private static final OptionalLong ALL = OptionalLong.empty();

    @TempDir
    Path directory;

    private Path source;
    private Path target;

    @BeforeEach
    void directories() throws IOException {
        source = Files.createDirectory(directory.resolve("source"));
        target = directory.resolve("target");
    }

    @Test
    void theNewestBaseAndOverlappingLinesBecomeACleanDirectory() throws Exception {
        base("metadata.mfs.back.1", 10, 77);
        base("metadata.mfs.back", 13, 77);
        Files.writeString(source.resolve("metadata.mfs.back.tmp"), "MFSM 2.0 half");
        log("changelog.1.mfs", "10: a\n11: b\n12: c\n13: d\n");
        log("changelog_ml.0.mfs", "12: c\n13: d\n14: e\n15: f\n16: ha");
        log("changelog.0.mfs", "14: e\n15: f\n16: g\n");
        log("changelog.2.mfs", "1: old\n2: old\n");
        Image image = ImageAssembler.assemble(ImageSource.scan(source), target, ALL);
        assertThat(image.baseVersion()).isEqualTo(13);
        assertThat(image.nextVersion()).isEqualTo(17);
        assertThat(image.metadataId()).isEqualTo(77);
        assertThat(image.torn()).containsExactly(source.resolve("changelog_ml.0.mfs"));
        assertThat(image.changelog()).hasContent("13: d\n14: e\n15: f\n16: g\n");
        assertThat(image.base()).hasSameBinaryContentAs(source.resolve("metadata.mfs.back"));
        try (var files = Files.list(target)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void linesCanBeCutAtAVersion() throws Exception {
        base("metadata.mfs", 1, 77);
        log("changelog.0.mfs", "1: a\n2: b\n3: c\n");
        Image image = ImageAssembler.assemble(ImageSource.scan(source), target, OptionalLong.of(3));
        assertThat(image.nextVersion()).isEqualTo(3);
        assertThat(image.changelog()).hasContent("1: a\n2: b\n");
    }

    @Test
    void aWantedEndThatTheLinesDoNotReachIsAnError() throws Exception {
        base("metadata.mfs", 1, 77);
        log("changelog.0.mfs", "1: a\n");
        assertThatThrownBy(() -> ImageAssembler.assemble(ImageSource.scan(source), target, OptionalLong.of(3)))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("end before version 2");
        assertThat(target.resolve(Image.BASE_NAME)).doesNotExist();
    }

    @Test
    void twoChangesUnderOneVersionAreADivergenceThatNamesBothFiles() throws Exception {
        base("metadata.mfs", 1, 77);
        log("changelog.0.mfs", "1: a\n2: b\n");
        log("changelog_ml.0.mfs", "1: a\n2: B\n");
        assertThatThrownBy(() -> ImageAssembler.assemble(ImageSource.scan(source), target, ALL))
                .isInstanceOfSatisfying(
                        DivergedException.class,
                        diverged -> assertThat(diverged.version()).isEqualTo(2))
                .hasMessageContaining("changelog.0.mfs")
                .hasMessageContaining("changelog_ml.0.mfs");
    }

    @Test
    void aHoleIsReportedWithItsVersions() throws Exception {
        base("metadata.mfs", 5, 77);
        log("changelog.0.mfs", "8: a\n");
        assertThatThrownBy(() -> ImageAssembler.assemble(ImageSource.scan(source), target, ALL))
                .isInstanceOfSatisfying(GapException.class, gap -> {
                    assertThat(gap.firstMissing()).isEqualTo(5);
                    assertThat(gap.nextPresent()).isEqualTo(8);
                });
    }

    @Test
    void basesOfTwoInstallationsAreRefused() throws Exception {
        base("metadata.mfs", 5, 77);
        base("metadata.mfs.back", 9, 78);
        assertThatThrownBy(() -> ImageSource.scan(source)).hasMessageContaining("different installations");
    }

    @Test
    void aDirectoryThatIsNotEmptyIsNeverUsed() throws Exception {
        base("metadata.mfs", 5, 77);
        Files.createDirectory(target);
        log("../target/changelog.3.mfs", "5: a\n");
        assertThatThrownBy(() -> ImageAssembler.assemble(ImageSource.scan(source), target, ALL))
                .hasMessageContaining("not empty");
    }

    @Test
    void aJournalElsewhereIsOneMoreSource() throws Exception {
        base("metadata.mfs", 5, 77);
        Path journal = Files.writeString(directory.resolve("own"), "5: a\n6: b\n");
        Image image = ImageAssembler.assemble(ImageSource.scan(source).plus(journal), target, ALL);
        assertThat(image.nextVersion()).isEqualTo(7);
    }

    private void base(String name, long version, long id) throws IOException {
        TestBases.write(source.resolve(name), version, id, Map.of());
    }

    private void log(String name, String text) throws IOException {
        Files.writeString(source.resolve(name), text);
    }
}
