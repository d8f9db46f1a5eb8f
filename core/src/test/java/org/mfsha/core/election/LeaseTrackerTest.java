package org.mfsha.core.election;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;

final class LeaseTrackerTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final NodeId C = new NodeId("c");

    private final LeaseTracker two = LeaseTracker.EMPTY.sent(1, 1_000).sent(2, 2_000);

    @Test
    void thereIsNoLeaseWithoutAMajority() {
        assertThat(two.granted(A, 1).until(2, 500)).isEmpty();
    }

    @Test
    void theLeaseRunsFromTheOldestRequestOfTheYoungestMajority() {
        assertThat(two.granted(A, 2).granted(B, 1).until(2, 500)).contains(1_500L);
        assertThat(two.granted(A, 2).granted(B, 1).granted(C, 2).until(2, 500)).contains(2_500L);
    }

    @Test
    void aLateAnswerToAnOldRoundTakesNothingBack() {
        assertThat(two.granted(A, 2).granted(B, 2).granted(B, 1).until(2, 500)).contains(2_500L);
    }

    @Test
    void oneVoterCountsOnceHoweverOftenItAnswers() {
        LeaseTracker doubled = two.granted(A, 1).granted(A, 1).granted(A, 2);
        assertThat(doubled.voters()).isEqualTo(1);
        assertThat(doubled.until(2, 500)).isEmpty();
    }

    @Test
    void aRoundNeverSentCountsForNothing() {
        assertThat(two.granted(A, 7).voters()).isZero();
    }

    @Test
    void roundsLongPastAreForgotten() {
        assertThat(two.sent(100, 9_000).granted(A, 1).voters()).isZero();
    }
}
