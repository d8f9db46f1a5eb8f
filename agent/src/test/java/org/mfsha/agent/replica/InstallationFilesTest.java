package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstallationFilesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"metadata.mfs", "metadata.mfs.back", "metadata.mfs.back.1"})
    void metadataThatAMasterSavedIsFound(String name) throws IOException {
        assertThat(InstallationFiles.isSavedMetadata(file(name, "MFSM 2.0 and more")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.mfs.empty", "stats.mfs", "changelog.0.mfs", "metadata_ml.mfs.back", "metadata"})
    void otherFilesAreNoMetadata(String name) throws IOException {
        assertThat(InstallationFiles.isSavedMetadata(file(name, "MFSM 2.0 and more")))
                .isFalse();
    }

    @Test
    void theEightBytesOfANewInstallationAreNoSavedMetadata() throws IOException {
        assertThat(InstallationFiles.isSavedMetadata(file("metadata.mfs", "MFSM NEW")))
                .isFalse();
    }

    @Test
    void aFileThatIsGoneIsNoMetadata() {
        assertThat(InstallationFiles.isSavedMetadata(directory.resolve("metadata.mfs")))
                .isFalse();
    }

    @Test
    void changelogsAreListedFromTheOldestToTheNewest() throws IOException {
        for (String name : List.of("changelog.2.mfs", "changelog.0.mfs", "changelog.10.mfs", "changelog.1.mfs")) {
            file(name, "");
        }

        assertThat(InstallationFiles.changelogs(directory))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("changelog.10.mfs", "changelog.2.mfs", "changelog.1.mfs", "changelog.0.mfs");
    }

    @Test
    void namesThatOnlyLookLikeChangelogsAreLeftAlone() throws IOException {
        for (String name : List.of(
                "changelog.x.mfs", "changelog.mfs", "changelog.0.mfs.gz", "changelog.99999999999999999999.mfs")) {
            file(name, "");
        }

        assertThat(InstallationFiles.changelogs(directory)).isEmpty();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
