package org.mfsha.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Samples;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;
import org.mfsha.lab.bench.model.Trial;

class PlanTest {
    private static final Plan PLAN = new Plan(
            3,
            List.of(Tool.HOW_TO, Tool.KEEPALIVED, Tool.MFSHA),
            List.of(FaultCase.HOST_LOSS, FaultCase.MASTER_HUNG),
            List.of(Size.SMALL),
            true,
            true);
    private static final Results NONE = Results.begin(Map.of());

    @Test
    void aRunIsWholeBeforeTheNextOneBegins() {
        assertThat(PLAN.trials().stream().map(Trial::run)).isSorted().contains(1, 2, 3);
    }

    @Test
    void everyToolIsMeasuredInACaseBeforeTheNextCaseBeginsAndEachRunBeginsWithAnotherTool() {
        assertThat(firstThree(1)).containsExactly(Tool.HOW_TO, Tool.KEEPALIVED, Tool.MFSHA);
        assertThat(firstThree(2)).containsExactly(Tool.KEEPALIVED, Tool.MFSHA, Tool.HOW_TO);
        assertThat(firstThree(3)).containsExactly(Tool.MFSHA, Tool.HOW_TO, Tool.KEEPALIVED);
    }

    @Test
    void theHugeMetadataIsForMfshaAloneAndComesLastInARun() {
        assertThat(PLAN.trials().stream().filter(trial -> trial.run() == 1))
                .last()
                .isEqualTo(new Trial.Fault(1, Tool.MFSHA, FaultCase.HOST_LOSS, Size.HUGE));
    }

    @Test
    void whatIsMeasuredIsNotMeasuredAgain() {
        Results results = NONE.with(Samples.fault(Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL, 1, 9500, 9500))
                .with(Samples.cost(1, true, 2000, 3));
        assertThat(PLAN.left(results))
                .hasSize(PLAN.trials().size() - 2)
                .doesNotContain(
                        new Trial.Fault(1, Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL), new Trial.Cost(1, true));
    }

    @Test
    void whatAToolDoesNotNoticeIsNotRepeated() {
        Results results = NONE.with(Samples.unnoticed(Tool.HOW_TO, FaultCase.MASTER_HUNG, Size.SMALL));
        assertThat(PLAN.left(results).stream().map(Trial::kind))
                .doesNotContain("how-to master-hung 10000")
                .contains("mfsha master-hung 10000", "how-to host-loss 10000");
    }

    @Test
    void theTimeLeftIsWhatTheSameTookBefore() {
        Trial again = new Trial.Fault(2, Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL);
        Results results = NONE.with(Samples.fault(Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL, 1, 9500, 9500));
        assertThat(Progress.secondsFor(List.of(again, again), results)).isEqualTo(51.0);
        assertThat(Progress.secondsFor(List.of(again), NONE)).isPositive();
    }

    private static List<Tool> firstThree(int run) {
        return PLAN.trials().stream()
                .filter(trial -> trial.run() == run)
                .limit(3)
                .map(trial -> ((Trial.Fault) trial).tool())
                .toList();
    }
}
