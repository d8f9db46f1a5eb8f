package org.mfsha.agent.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnwiseSettingsTest {
    @TempDir
    private Path directory;

    private Path cfg;

    @BeforeEach
    void nameFile() {
        cfg = directory.resolve("mfsmaster.cfg");
    }

    @Test
    void aFileThatSaysNothingIsFineBecauseTheAgentSetsTheMode() throws IOException {
        Files.writeString(cfg, "WORKING_USER = mfs\n");

        assertThat(UnwiseSettings.in(cfg)).isEmpty();
    }

    @Test
    void writingTheChangelogAtOnceIsFine() throws IOException {
        Files.writeString(cfg, "CHANGELOG_SAVE_MODE = 1\n");

        assertThat(UnwiseSettings.in(cfg)).isEmpty();
    }

    @Test
    void writingItInTheBackgroundIsToldWithReasonAndCureUntilItIsCured() throws IOException {
        Files.writeString(cfg, "CHANGELOG_SAVE_MODE = 0\n");
        assertThat(UnwiseSettings.in(cfg))
                .singleElement()
                .asString()
                .contains(cfg + " has CHANGELOG_SAVE_MODE = 0", "are lost when it is killed", "set it to 1");

        Files.writeString(cfg, "CHANGELOG_SAVE_MODE = 1\n");
        assertThat(UnwiseSettings.in(cfg)).isEmpty();
    }

    @Test
    void aFileThatIsGoneIsTold() {
        assertThat(UnwiseSettings.in(cfg)).singleElement().asString().contains(cfg + " cannot be read");
    }
}
