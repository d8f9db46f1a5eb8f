package org.mfsha.moosefs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MasterConfigFileTest {
    private static final String TEXT = """
            # comment = yes
            #DATA_PATH = /old
              DATA_PATH = /var/lib/mfs\s
            FILE_UMASK=027
            nonsense
            DATA_PATH = /data with space
            """;

    @Test
    void theLastDefinitionIsInForceAsInMfsmaster() {
        MasterConfigFile config = MasterConfigFile.parse(TEXT);
        assertThat(config.value("DATA_PATH")).contains("/data with space");
        assertThat(config.value("FILE_UMASK")).contains("027");
        assertThat(config.value("comment")).isEmpty();
    }

    @Test
    void overridesReplaceEveryDefinitionAndKeepAllOtherLines() {
        assertThat(MasterConfigFile.parse(TEXT)
                        .with(Map.of("DATA_PATH", "/image", "REPLICATIONS_DELAY_INIT", "1000000000"))
                        .text())
                .isEqualTo("""
                        # comment = yes
                        #DATA_PATH = /old
                        # replaced by mfsha:   DATA_PATH = /var/lib/mfs\s
                        FILE_UMASK=027
                        nonsense
                        # replaced by mfsha: DATA_PATH = /data with space
                        DATA_PATH = /image
                        REPLICATIONS_DELAY_INIT = 1000000000
                        """);
    }

    @Test
    void aDefaultGivesWayToTheAdministrator() {
        MasterConfigFile config = MasterConfigFile.parse("CHANGELOG_SAVE_MODE = 2\n");
        assertThat(config.withDefault("CHANGELOG_SAVE_MODE", "1").value("CHANGELOG_SAVE_MODE"))
                .contains("2");
        assertThat(MasterConfigFile.parse("")
                        .withDefault("CHANGELOG_SAVE_MODE", "1")
                        .value("CHANGELOG_SAVE_MODE"))
                .contains("1");
    }

    @Test
    void aValueThatWouldSpillIntoAnotherLineIsRefused() {
        MasterConfigFile config = MasterConfigFile.parse("");
        assertThatThrownBy(() -> config.with(Map.of("DATA_PATH", "/a\nWORKING_USER = root")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
