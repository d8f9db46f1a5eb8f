package org.mfsha.lab.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampsTest {
    private static final List<String> LINES = List.of(
            "take-address 500000000",
            "restore-to-listening 900000000",
            "take-address 4000000000",
            "settle 7000000000",
            "restore-to-listening 7500000000");

    @Test
    void eachPhaseLastsFromTheStampBeforeItAndTheFirstOneFromTheEvent() {
        assertThat(Stamps.since(1000, LINES))
                .contains(new TakeoverTrace(
                        6500,
                        Map.of("take-address", 3_000_000L, "settle", 3_000_000L, "restore-to-listening", 500_000L)));
    }

    @Test
    void aTakeoverThatDidNotComeToAListeningMasterIsNone() {
        assertThat(Stamps.since(1000, LINES.subList(0, 4))).isEmpty();
    }
}
