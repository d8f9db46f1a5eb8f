package org.mfsha.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mfsha.lab.bench.ReplicationLag.Sample;
import org.mfsha.lab.bench.model.CostResult.Lag;

class ReplicationLagTest {
    private static final long MILLI = 1_000_000;

    @Test
    void aWriteOfTheLeaderIsBehindUntilTheStandbyGrewByAsMuch() {
        List<Sample> samples = List.of(
                new Sample(0, 1000, 70),
                new Sample(1 * MILLI, 1100, 70),
                new Sample(3 * MILLI, 1150, 170),
                new Sample(4 * MILLI, 1150, 200),
                new Sample(9 * MILLI, 1150, 220));
        assertThat(ReplicationLag.lag(samples)).contains(new Lag(2, 6, 6, 2));
    }

    @Test
    void aWriteThatTheStandbyHasInTheSameMomentIsNotBehind() {
        assertThat(ReplicationLag.lag(List.of(new Sample(0, 10, 10), new Sample(MILLI, 30, 30))))
                .contains(new Lag(0, 0, 0, 1));
    }

    @Test
    void aWriteThatTheStandbyDoesNotHaveAtTheEndIsLeftOut() {
        assertThat(ReplicationLag.lag(
                        List.of(new Sample(0, 10, 10), new Sample(MILLI, 30, 30), new Sample(2 * MILLI, 40, 30))))
                .contains(new Lag(0, 0, 0, 1));
    }

    @Test
    void nothingIsSaidWhenAFileWasBegunAnewOrNothingChanged() {
        assertThat(ReplicationLag.lag(List.of(new Sample(0, 1000, 1000), new Sample(MILLI, 20, 1000))))
                .isEmpty();
        assertThat(ReplicationLag.lag(List.of(new Sample(0, 10, 10), new Sample(MILLI, 10, 10))))
                .isEmpty();
    }
}
