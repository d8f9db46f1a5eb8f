package org.mfsha.lab.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Samples;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;

class GoalsTest {
    private static final Results NONE = Results.begin(Map.of());

    @Test
    void nothingIsReachedThatWasNotMeasured() {
        assertThat(Goals.of(NONE)).isNotEmpty().allSatisfy(goal -> {
            assertThat(goal.reached()).isEmpty();
            assertThat(goal.verdict()).isEqualTo("not known");
        });
    }

    @Test
    void aHostLossIsComparedByTheMedians() {
        assertThat(goal(hostLoss(8000, 1000), "10 thousand inodes, at least 8").reached())
                .contains(true);
        assertThat(goal(hostLoss(7900, 1000), "10 thousand inodes, at least 8").reached())
                .contains(false);
        assertThat(goal(hostLoss(7900, 1000), "10 thousand inodes, at least 8").measured())
                .isEqualTo("7.9 times (1.0 s instead of 7.9 s)");
    }

    @Test
    void tenMillionInodesMayTakeTheGateTwiceAsLong() {
        assertThat(goal(gates(5, 10), "from the gate").reached()).contains(true);
        assertThat(goal(gates(5, 11), "from the gate").reached()).contains(false);
    }

    @Test
    void oneHangThatIsNotNoticedIsAGoalMissed() {
        FaultResult noticed = Samples.fault(Tool.MFSHA, FaultCase.MASTER_HUNG, Size.SMALL, 1, 4000, 4000);
        FaultResult unnoticed = Samples.unnoticed(Tool.MFSHA, FaultCase.MASTER_HUNG, Size.LARGE);
        assertThat(goal(NONE.with(noticed), "hung").reached()).contains(true);
        assertThat(goal(NONE.with(noticed).with(unnoticed), "hung").measured()).isEqualTo("1 of 2 times");
        assertThat(goal(NONE.with(noticed).with(unnoticed), "hung").reached()).contains(false);
    }

    @Test
    void throughputAndLagAreJudgedByMedians() {
        Results good = NONE.with(Samples.cost(1, false, 1000, 0)).with(Samples.cost(1, true, 970, 20));
        Results bad = NONE.with(Samples.cost(1, false, 1000, 0)).with(Samples.cost(1, true, 969, 20.1));
        assertThat(goal(good, "four threads").reached()).contains(true);
        assertThat(goal(good, "replication lag").reached()).contains(true);
        assertThat(goal(bad, "four threads").reached()).contains(false);
        assertThat(goal(bad, "replication lag").reached()).contains(false);
    }

    private static Goals.Goal goal(Results results, String words) {
        Optional<Goals.Goal> found = Goals.of(results).stream()
                .filter(goal -> goal.what().contains(words))
                .findFirst();
        return found.orElseThrow();
    }

    private static Results hostLoss(double howTo, double mfsha) {
        return NONE.with(Samples.fault(Tool.HOW_TO, FaultCase.HOST_LOSS, Size.SMALL, 1, howTo, howTo))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, mfsha, mfsha));
    }

    private static Results gates(long small, long huge) {
        return NONE.with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.SMALL, 1, 600, 900, 0, small))
                .with(Samples.fault(Tool.MFSHA, FaultCase.HOST_LOSS, Size.HUGE, 1, 600, 900, 0, huge));
    }
}
