package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mfsha.agent.takeover.Phases.Phase;
import org.mfsha.core.election.Coordinator.LeaderStage;

final class ElectionClockTest {
    private final ElectionClock clock = new ElectionClock();

    @Test
    void everyStageOfABidIsALapInOrder() {
        clock.observe(Views.bidding("Rehearsing"));
        clock.observe(Views.bidding("Rehearsing"));
        clock.observe(Views.bidding("Preparing"));
        clock.observe(Views.leading(LeaderStage.STARTING));

        assertThat(clock.phases().laps()).extracting(Phase::name).containsExactly("rehearsing", "preparing");
    }

    @Test
    void aSecondBidIsTimedFromItsOwnBeginning() {
        clock.observe(Views.bidding("Preparing"));
        clock.observe(Views.idle(Views.HOT));
        clock.observe(Views.bidding("Rehearsing"));
        clock.observe(Views.leading(LeaderStage.STARTING));

        assertThat(clock.phases().laps()).extracting(Phase::name).containsExactly("rehearsing");
    }

    @Test
    void thePreviousLeaderIsTheOneThatWasFollowedLast() {
        clock.observe(Views.following("old"));
        clock.observe(Views.following("older-no-more"));
        clock.observe(Views.idle(Views.HOT));
        clock.observe(Views.bidding("Preparing"));
        clock.observe(Views.leading(LeaderStage.STARTING));

        assertThat(clock.previousLeader()).isEqualTo("older-no-more");
    }

    @Test
    void aNodeThatLedBeforeTakesOverFromItself() {
        clock.observe(Views.leading(LeaderStage.SERVING));
        clock.observe(Views.idle(Views.HOT));
        clock.observe(Views.bidding("Preparing"));

        assertThat(clock.previousLeader()).isEqualTo("self");
    }

    @Test
    void atTheFirstStartThereIsNoPreviousLeader() {
        clock.observe(Views.bidding("Preparing"));
        clock.observe(Views.leading(LeaderStage.STARTING));

        assertThat(clock.previousLeader()).isEmpty();
    }

    @Test
    void theBeginningIsThatOfTheBidOnTheWallClock() {
        long before = System.currentTimeMillis();
        clock.observe(Views.bidding("Preparing"));
        long after = System.currentTimeMillis();
        clock.observe(Views.leading(LeaderStage.STARTING));

        assertThat(clock.startedAtMillis()).isBetween(before, after);
    }
}
