package org.mfsha.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.search.Search.Counterexample;

/** The search would notice if one of the protocol's safeguards were missing; the shortest story of each is logged. */
final class FlawsAreFoundTest {
    private static final long ENOUGH = 400_000;
    private static final Scenario LEADS = Scenario.whereALeads();

    @Test
    void aVoterThatForgetsItsPromiseAtACrash() {
        assertThat(found(
                        Flaw.PROMISE_FORGOTTEN_AT_A_CRASH,
                        LEADS.with(Fault.LOSS, 2).with(Fault.PAUSE, 1).with(Fault.CRASH, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aLeaseThatCountsFromTheAnswer() {
        assertThat(found(
                        Flaw.LEASE_COUNTS_FROM_THE_ANSWER,
                        LEADS.with(Fault.LOSS, 2).with(Fault.LATE, 1).with(Fault.PAUSE, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aBidderThatDoesNotWaitForTheFence() {
        assertThat(found(Flaw.NO_WAIT_FOR_THE_FENCE, LEADS.with(Fault.LOSS, 2).with(Fault.PAUSE, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aFenceWithoutAMarginForClocks() {
        assertThat(found(
                        Flaw.NO_MARGIN,
                        LEADS.with(Fault.LOSS, 1).with(Fault.PAUSE, 1).with(Fault.SLIP, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void clocksThatDriftFartherThanTheMargin() {
        assertThat(found(Flaw.NONE, LEADS.with(Fault.LOSS, 3).with(Fault.SLIP, 2)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aVoterThatForgetsItsLastGrantAtACrash() {
        assertThat(found(
                        Flaw.LAST_GRANT_FORGOTTEN_AT_A_CRASH,
                        LEADS.with(Fault.LOSS, 2).with(Fault.CRASH, 2)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void anEpochThatIsPromisedToTwoBidders() {
        assertThat(found(Flaw.ONE_EPOCH_FOR_TWO, LEADS.with(Fault.LOSS, 3).with(Fault.CRASH, 1)))
                .isIn(Promised.ONE_LEADER_PER_EPOCH, Promised.S2);
    }

    @Test
    void aVoterThatGrantsInSpiteOfItsPromise() {
        assertThat(found(
                        Flaw.GRANTS_IN_SPITE_OF_A_PROMISE,
                        LEADS.with(Fault.LOSS, 3).with(Fault.LATE, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aRehearsalThatCountsAsAPromise() {
        assertThat(found(Flaw.REHEARSAL_COUNTS_AS_PROMISE, LEADS.with(Fault.LOSS, 6)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aBidderThatDoesNotReadHowFarVotersAre() {
        assertThat(found(
                        Flaw.DATA_OF_VOTERS_NOT_READ,
                        LEADS.with(Fault.LOSS, 1).with(Fault.PAUSE, 1).with(Fault.CHANGE, 1)))
                .isEqualTo(Promised.S4);
    }

    @Test
    void aLeaderThatHandsBackAndServesOn() {
        assertThat(found(
                        Flaw.SERVES_ON_AFTER_HANDING_BACK,
                        LEADS.with(Fault.LOSS, 1).with(Fault.SWITCHOVER, 1)))
                .isEqualTo(Promised.S3);
    }

    @Test
    void aVoterThatForgetsAPauseAtARestart() {
        assertThat(found(
                        Flaw.PAUSE_FORGOTTEN_AT_A_RESTART,
                        LEADS.with(Fault.LOSS, 1).with(Fault.OPERATOR_PAUSE, 1).with(Fault.CRASH, 2)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aVoterThatHoldsStillTooShortly() {
        assertThat(found(
                        Flaw.HOLD_TOO_SHORT,
                        LEADS.with(Fault.LOSS, 1).with(Fault.OPERATOR_PAUSE, 1).with(Fault.PAUSE, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    @Test
    void aDeadMansSwitchThatKeepsTheLongerLease() {
        assertThat(found(
                        Flaw.GUARD_KEEPS_THE_LONGER_LEASE,
                        LEADS.with(Fault.LOSS, 1)
                                .with(Fault.OPERATOR_PAUSE, 1)
                                .with(Fault.OPERATOR_RESUME, 1)
                                .with(Fault.PAUSE, 1)))
                .isIn(Promised.S2, Promised.S3);
    }

    private static Promised found(Flaw flaw, Scenario scenario) {
        Counterexample found =
                new Search(scenario.with(flaw)).run(ENOUGH).broken().orElseThrow();
        System.getLogger(FlawsAreFoundTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        flaw + " breaks " + found.promise() + ":\n" + String.join("\n", found.story()));
        return found.promise();
    }
}
