package org.mfsha.agent.archive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final Moment BERLIN = new Moment(ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-25 14:03:05",
                "2026-11-25T14:03:05",
                " 2026-11-25 14:03:05 ",
                "2026-11-25T13:03:05Z",
                "2026-11-25 13:03:05Z",
                "2026-11-25T14:03:05+01:00",
                "2026-11-25T08:03:05-0500",
                "2026-11-25T14:03:05+01"
            })
    void aTimeIsUnderstoodInEveryForm(String text) throws Exception {
        assertThat(BERLIN.parse(text))
                .isEqualTo(Instant.parse("2026-11-25T13:03:05Z").getEpochSecond());
    }

    @Test
    void secondsMayBeLeftOut() throws Exception {
        assertThat(BERLIN.parse("2026-11-25 14:03"))
                .isEqualTo(Instant.parse("2026-11-25T13:03:00Z").getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-11-25", "25.11.2026 14:03", "2026-02-30 10:00:00", "14:03:05"})
    void whatIsNoTimeIsToldTogetherWithWhatWouldBe(String text) {
        assertThatThrownBy(() -> BERLIN.parse(text))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("'" + text + "' is no time: write for example 2026-11-25 14:03:05");
    }

    @Test
    void aTimeThatTheClocksLeftOutOrRepeatedIsNotGuessed() {
        assertThatThrownBy(() -> BERLIN.parse("2026-03-29 02:30:00")).hasMessageContaining("clocks were set forward");
        assertThatThrownBy(() -> BERLIN.parse("2026-10-25 02:30:00"))
                .hasMessageContaining("happened twice in Europe/Berlin: add +02:00 for the first or +01:00");
    }

    @Test
    void aTimeIsToldInTheZoneItIsReadIn() {
        assertThat(BERLIN.tell(Instant.parse("2026-11-25T13:03:05Z").getEpochSecond()))
                .isEqualTo("2026-11-25 14:03:05");
    }
}
