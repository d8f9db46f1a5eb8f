package org.mfsha.lab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Samples;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;
import org.mfsha.lab.bench.model.Trial;

class NotWonTest {
    private static final Results NONE = Results.begin(Map.of());

    @Test
    void aStallThatIsNotShorterThanARivalsIsTold() {
        Results results = NONE.with(Samples.fault(Tool.KEEPALIVED, FaultCase.HANDOVER, Size.SMALL, 1, 3000, 3000))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HANDOVER, Size.SMALL, 1, 100, 3500));
        assertThat(NotWon.of(results))
                .contains("Planned handover, 10 thousand inodes: the data stall is 3.5 s, with keepalived 3.0 s.")
                .noneMatch(point -> point.contains("metadata stall is"));
    }

    @Test
    void moreLostOperationsThanWithARivalAreTold() {
        Results results = NONE.with(Samples.fault(Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL, 1, 9000, 9000, 1, 0))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 600, 900, 2, 5));
        assertThat(NotWon.of(results))
                .contains(
                        "Host lost, 10 thousand inodes: lost 2 of 10,000 acknowledged operations, how-to 1 of 10,000.");
    }

    @Test
    void aRivalThatNoticesNothingIsNotCompared() {
        Results results = NONE.with(Samples.unnoticed(Tool.HOW_TO, FaultCase.MASTER_HUNG, Size.SMALL))
                .with(Samples.fault(Tool.MFSHA, FaultCase.MASTER_HUNG, Size.SMALL, 1, 4000, 4000, 3, 5));
        assertThat(NotWon.of(results))
                .noneMatch(point -> point.contains(", with how-to") || point.contains("operations, how-to"));
    }

    @Test
    void trialsThatBrokeAreCounted() {
        Results results = NONE.with(
                FaultResult.broken(new Trial.Fault(1, Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL), "why", 1, "now"));
        assertThat(NotWon.of(results)).anyMatch(point -> point.startsWith("1 trials could not be made"));
    }
}
