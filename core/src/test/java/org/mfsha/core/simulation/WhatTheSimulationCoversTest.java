package org.mfsha.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mfsha.core.simulation.Settings.Fault;
import org.mfsha.core.simulation.Tally.Deed;

/** The simulation simulates: over a few fixed seeds everything that it is there for happens. */
final class WhatTheSimulationCoversTest {
    private static final int SEEDS = 120;
    private static final int OFTEN = 3;
    private static final Tally SEEN = new Tally();

    @BeforeAll
    static void runTheSeeds() {
        LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> new Simulation(seed, Tampering.NONE, false))
                .peek(Simulation::run)
                .map(Simulation::tally)
                .toList()
                .forEach(SEEN::add);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfFaultStrikes(Fault fault) {
        assertThat(SEEN.times(fault)).isGreaterThanOrEqualTo(OFTEN);
    }

    /** All but what must be possible and should not happen. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LEFT_TO_THE_ADMINISTRATOR")
    void clustersDoEverythingThatIsCounted(Deed deed) {
        assertThat(SEEN.times(deed)).isGreaterThanOrEqualTo(OFTEN);
    }
}
