package org.mfsha.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulation would notice if one of the protocol's safeguards were missing. */
final class BrokenVariantsTest {
    private static final int SEEDS = 3_000;
    private static final String TWO_MASTERS = "S[123].*";
    private static final String ACTS_IN_A_PAUSE = "(S[123]|L2).*";

    @Test
    void aVoterThatForgetsItsPromiseAtACrashIsNoticed() {
        assertThat(firstViolation(BrokenVariants::voterForgetsItsPromise)).isPresent();
    }

    @Test
    void aLeaseThatCountsFromTheAnswerIsNoticed() {
        assertThat(firstViolation(BrokenVariants::leaseCountsFromTheAnswer)).isPresent();
    }

    @Test
    void aBidderThatDoesNotWaitForTheFenceIsNoticed() {
        assertThat(firstViolation(BrokenVariants::nobodyWaitsForTheFence)).isPresent();
    }

    @Test
    void aRehearsalThatCountsAsAPromiseIsNoticed() {
        assertThat(firstViolation(BrokenVariants::rehearsalCountsAsPromise)).isPresent();
    }

    @Test
    void aVoterThatForgetsWhatTheLeaderHadIsNoticed() {
        assertThat(firstViolation(BrokenVariants::votersForgetWhatTheLeaderHad, "S9.*"))
                .isPresent();
    }

    @Test
    void aLostDiskThatComesBackBlankUnderItsOldNameIsNoticed() {
        assertThat(firstViolation(BrokenVariants::wipedDiskKeepsItsName, TWO_MASTERS))
                .isPresent();
    }

    @Test
    void aVoterThatAnswersBeforeItsBallotIsOnDiskIsNoticed() {
        assertThat(firstViolation(BrokenVariants::answersBeforeItsBallotIsOnDisk, TWO_MASTERS))
                .isPresent();
    }

    @Test
    void aLeaderThatServesOnAtTheEndOfItsLeaseIsNoticed() {
        assertThat(firstViolation(BrokenVariants::guardSleeps, "S1.*")).isPresent();
    }

    @Test
    void aBidderThatIgnoresThatAVoterHasMoreIsNoticed() {
        assertThat(firstViolation(BrokenVariants::bidderIgnoresFresherPositions, "S4.*"))
                .isPresent();
    }

    @Test
    void aStandbyThatOverlooksAGapIsNoticed() {
        assertThat(firstViolation(BrokenVariants::overlooksGaps, "S5.*")).isPresent();
    }

    @Test
    void aVoterThatForgetsAPauseAtARestartIsNoticed() {
        assertThat(firstViolation(BrokenVariants::voterForgetsThePause, ACTS_IN_A_PAUSE))
                .isPresent();
    }

    @Test
    void aVoterThatHoldsStillForLessThanTheLeaderCountsOnIsNoticed() {
        assertThat(firstViolation(BrokenVariants::votersHoldTooShort, ACTS_IN_A_PAUSE))
                .isPresent();
    }

    @Test
    void aPauseThatCountsFromTheAnswerIsNoticed() {
        assertThat(firstViolation(BrokenVariants::pauseCountsFromTheAnswer, TWO_MASTERS))
                .isPresent();
    }

    @Test
    void aDeadMansSwitchThatKeepsTheLongerLeaseIsNoticed() {
        assertThat(firstViolation(BrokenVariants::guardKeepsTheLongerLease, TWO_MASTERS))
                .isPresent();
    }

    private static Optional<String> firstViolation(Supplier<Tampering> variant) {
        return firstViolation(variant, "S.*");
    }

    /** Only broken safety counts: a variant that merely gets stuck, or trips over an assertion, proves nothing. */
    private static Optional<String> firstViolation(Supplier<Tampering> variant, String promise) {
        return LongStream.range(0, SEEDS)
                .parallel()
                .mapToObj(seed -> Campaign.violation(new Simulation(seed, variant.get(), false)))
                .flatMap(Optional::stream)
                .filter(what -> what.matches("(?s)" + promise))
                .findAny();
    }
}
