package org.mfsha.lab.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Results EMPTY = Results.begin(Map.of("kernel", "6.18"));

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        CostResult cost = new CostResult(
                new Trial.Cost(1, true),
                List.of(new CostResult.Measured(
                        4,
                        2500,
                        Optional.of(new CostResult.Lag(0.5, 2.5, 8, 1000)),
                        Map.of("m1 agent", 35L),
                        Map.of("m1 agent", 92_000L))),
                40.5,
                "2026-11-25T12:00:00Z");
        Results results = EMPTY.with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 600, 1000))
                .with(Samples.unnoticed(Tool.HOW_TO, FaultCase.MASTER_HUNG, Size.LARGE))
                .with(FaultResult.broken(
                        new Trial.Fault(1, Tool.KEEPALIVED, FaultCase.HANDOVER, Size.SMALL), "no \"lab\"", 3, "now"))
                .with(cost);
        Path file = directory.resolve("results.json");

        results.write(file);

        assertThat(Results.read(file)).contains(results);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void noFileIsNoResults() throws IOException {
        assertThat(Results.read(directory.resolve("results.json"))).isEmpty();
    }

    @Test
    void aTrialThatBrokeIsNotMadeAndALaterResultTakesItsPlace() {
        Trial.Fault trial = new Trial.Fault(1, Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL);
        Results broken = EMPTY.with(FaultResult.broken(trial, "why", 1, "now"));
        assertThat(broken.has(trial)).isFalse();
        assertThat(broken.of(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL)).isEmpty();

        Results made = broken.with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 600, 1000));
        assertThat(made.has(trial)).isTrue();
        assertThat(made.faults()).hasSize(1);
    }

    @Test
    void sizesAreThoseThatSomethingWasMeasuredAt() {
        Results results = EMPTY.with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.LARGE, 1, 1, 1))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 1, 1))
                .with(FaultResult.broken(
                        new Trial.Fault(1, Tool.MFSHA, FaultCase.HOST_LOSS, Size.HUGE), "why", 1, "now"));
        assertThat(results.sizes()).containsExactly(Size.SMALL, Size.LARGE);
    }
}
