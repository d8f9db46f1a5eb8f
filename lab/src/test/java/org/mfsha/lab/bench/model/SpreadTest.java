package org.mfsha.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddleNumberOrTheMeanOfBothMiddleOnes() {
        assertThat(Spread.of(List.of(9, 1, 5)).median()).isEqualTo(5);
        assertThat(Spread.of(List.of(9, 1, 5, 6)).median()).isEqualTo(5.5);
    }

    @Test
    void leastAndWorstAreNumbersThatWereMeasured() {
        assertThat(Spread.of(List.of(9.5, 1.25, 5.0))).isEqualTo(new Spread(3, 1.25, 5.0, 9.5));
    }

    @Test
    void noNumbersAreNoError() {
        assertThat(Spread.of(List.of())).isEqualTo(new Spread(0, 0, 0, 0));
    }

    @Test
    void aQuantileIsTheSmallestNumberThatSoManyDoNotExceed() {
        double[] hundred =
                java.util.stream.IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        assertThat(Spread.quantile(hundred, 0.99)).isEqualTo(99);
        assertThat(Spread.quantile(hundred, 1)).isEqualTo(100);
        assertThat(Spread.quantile(new double[] {7}, 0.01)).isEqualTo(7);
    }
}
