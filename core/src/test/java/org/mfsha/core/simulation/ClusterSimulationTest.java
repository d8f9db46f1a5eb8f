package org.mfsha.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole clusters under faults. {@code -Dmfsha.simulation.seconds=N} sets how long fresh seeds are tried (default 60);
 * {@code make simulate} does it without Maven.
 */
final class ClusterSimulationTest {
    @Test
    void everyPromiseHoldsUnderFreshSeeds() throws InterruptedException {
        Campaign campaign = Campaign.ofFreshSeeds(Long.getLong("mfsha.simulation.seconds", 60));

        System.getLogger(ClusterSimulationTest.class.getName())
                .log(System.Logger.Level.INFO, "simulated " + campaign.total().summary());
        assertThat(campaign.failure().map(Campaign.Failure::text)).isEmpty();
        assertThat(campaign.total().runs()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seedsThatOnceFailed")
    void everyPromiseHoldsUnderSeedsThatOnceFailed(long seed) {
        assertThat(Campaign.run(seed).map(Campaign.Failure::text)).isEmpty();
    }

    static Stream<Long> seedsThatOnceFailed() {
        return corpus().stream().map(line -> line.split("\\s+", 2)[0]).map(Long::valueOf);
    }

    private static List<String> corpus() {
        try (var in = ClusterSimulationTest.class.getResourceAsStream("seeds-that-once-failed.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
