package org.mfsha.moosefs.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangelogSaveModeTest {
    @Test
    void mfsmastersOwnDefaultIsTheBackground() {
        assertThat(of("DATA_PATH = /x\n")).isEqualTo(ChangelogSaveMode.BACKGROUND);
        assertThat(of("# CHANGELOG_SAVE_MODE = 1\n")).isEqualTo(ChangelogSaveMode.BACKGROUND);
    }

    @Test
    void onlyTheForegroundModesSurviveAKill() {
        assertThat(of("CHANGELOG_SAVE_MODE = 1\n").survivesKill()).isTrue();
        assertThat(of("CHANGELOG_SAVE_MODE = 2\n").survivesKill()).isTrue();
        assertThat(of("CHANGELOG_SAVE_MODE = 0\n").survivesKill()).isFalse();
    }

    @Test
    void theLastDefinitionIsInForce() {
        assertThat(of("CHANGELOG_SAVE_MODE = 1\nCHANGELOG_SAVE_MODE = 0\n")).isEqualTo(ChangelogSaveMode.BACKGROUND);
    }

    /** changelog.c: "wrong value - using 0 (write in background)". */
    @ParameterizedTest
    @ValueSource(strings = {"3", "10", "-1", "yes", ""})
    void anyOtherValueIsTheBackgroundToo(String value) {
        assertThat(of("CHANGELOG_SAVE_MODE = " + value + "\n")).isEqualTo(ChangelogSaveMode.BACKGROUND);
    }

    private static ChangelogSaveMode of(String text) {
        return ChangelogSaveMode.of(MasterConfigFile.parse(text));
    }
}
