package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProbationTest {
    private final Probation probation = new Probation();

    @Test
    void aNodeThatNeverFailedMayBeElected() {
        assertThat(probation.obstacle()).isEmpty();
    }

    @Test
    void aNodeThatFailedMayNotAndSaysWhy() {
        probation.failed("port in use");

        assertThat(probation.obstacle().orElseThrow()).contains("port in use");
    }

    @Test
    void everyFailureMakesTheWaitLongerUpToALimit() {
        Duration first = probation.failed("x");
        Duration second = probation.failed("x");
        Duration last = second;
        for (int i = 0; i < 20; i++) {
            last = probation.failed("x");
        }

        assertThat(second).isGreaterThan(first);
        assertThat(last).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aSuccessForgivesEverything() {
        Duration first = probation.failed("x");
        probation.failed("x");
        probation.passed();

        assertThat(probation.obstacle()).isEmpty();
        assertThat(probation.failed("x")).isEqualTo(first);
    }
}
