package org.mfsha.agent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void reorderedCountersAreAdmittedOnceEach() {
        assertThat(window.admit(5)).isTrue();
        assertThat(window.admit(3)).isTrue();
        assertThat(window.admit(3)).isFalse();
        assertThat(window.admit(5)).isFalse();
        assertThat(window.admit(4)).isTrue();
    }

    @Test
    void whatIsTooOldToKnowIsNotAdmitted() {
        window.admit(100);
        assertThat(window.admit(100 - ReplayWindow.SIZE)).isFalse();
        assertThat(window.admit(100 - ReplayWindow.SIZE + 1)).isTrue();
    }

    @Test
    void zeroAndNegativeCountersAreNotAdmitted() {
        assertThat(window.admit(0)).isFalse();
        assertThat(window.admit(-1)).isFalse();
        assertThat(window.admit(Long.MIN_VALUE)).isFalse();
    }

    @Test
    void noCounterIsEverAdmittedTwice() {
        long seed = 7;
        Random random = new Random(seed);
        Set<Long> admitted = new HashSet<>();
        long base = 1;
        for (int round = 0; round < 100_000; round++) {
            base += random.nextInt(3);
            long counter = Math.max(1, base - random.nextInt(150) + random.nextInt(5));
            if (window.admit(counter)) {
                assertThat(admitted.add(counter))
                        .as("seed %d counter %d", seed, counter)
                        .isTrue();
            }
        }
        assertThat(admitted).hasSizeGreaterThan(10_000);
    }
}
