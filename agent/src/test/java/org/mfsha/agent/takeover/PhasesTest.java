package org.mfsha.agent.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mfsha.agent.takeover.Phases.Phase;

final class PhasesTest {
    @Test
    void aLapLastsFromTheOneBefore() {
        var phases = new Phases(1_000_000);
        phases.lap("first", 3_500_000);
        phases.lap("second", 3_600_000);

        assertThat(phases.laps()).containsExactly(new Phase("first", 2_500), new Phase("second", 100));
    }

    @Test
    void aLapThatWasOverBeforeItBeganTookNoTime() {
        var phases = new Phases(1_000_000);
        phases.lap("first", 900_000);

        assertThat(phases.laps()).containsExactly(new Phase("first", 0));
    }

    @Test
    void aListOfLapsIsNotChangedByLaterOnes() {
        var phases = new Phases(0);
        phases.lap("first", 1_000);
        var before = phases.laps();
        phases.lap("second", 2_000);

        assertThat(before).hasSize(1);
        assertThat(phases.laps()).hasSize(2);
    }
}
