package org.mfsha.core.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mfsha.core.election.Script.A;
import static org.mfsha.core.election.Script.B;
import static org.mfsha.core.election.Script.W;
import static org.mfsha.core.election.Script.cold;
import static org.mfsha.core.election.Script.hot;
import static org.mfsha.core.election.Script.lineage;
import static org.mfsha.core.election.Script.record;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.AnswerOperator;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Event.PauseRequested;
import org.mfsha.core.protocol.Event.ResumeRequested;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;

/** What a pause means to its leader, to a voter, and to a leader that was restarted. */
final class PauseTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final Lineage FIRST = lineage(record(1, A, 101));

    private final Script a = Script.servingA();

    // The leader

    private Renew latestRenew() {
        return a.sent(Renew.class).getLast();
    }

    private void wGrantsWhatItWasAsked() {
        Renew renew = latestRenew();
        a.hears(W, new Grant(1, renew.round(), 1, Report.EMPTY, renew.pause().serial()));
    }

    private void paused(long nanos) {
        a.on(new PauseRequested(nanos, "root@a: a new switch"));
        wGrantsWhatItWasAsked();
    }

    private PauseView.Phase phase() {
        return a.view().pause().orElseThrow().phase();
    }

    private boolean refused() {
        return a.all(AnswerOperator.class).anyMatch(answer -> !answer.accepted());
    }

    @Test
    void aLeaderWritesDownWhatItAsksOfOthersBeforeItAsksThem() {
        a.on(new PauseRequested(MINUTE, "why"));
        assertThat(a.actions().indexOf(a.all(Action.Persist.class).findFirst().orElseThrow()))
                .isLessThan(
                        a.actions().indexOf(a.all(Action.Send.class).findFirst().orElseThrow()));
        assertThat(a.view().ballot().pause().holdNanos()).isEqualTo(Script.TIMING.holdNanos(MINUTE));
        assertThat(phase()).isEqualTo(PauseView.Phase.ASKING);
    }

    @Test
    void votersAreAskedToHoldStillForLongerThanTheLeaderServesByAMarginThatGrows() {
        assertThat(Script.TIMING.holdNanos(MINUTE) - MINUTE).isGreaterThan(3 * SECOND);
        assertThat(Script.TIMING.holdNanos(60 * MINUTE) - 60 * MINUTE).isGreaterThan(3 * MINUTE);
    }

    @Test
    void withAMajorityItServesOnWithoutRenewalsToTheEndCountedFromItsSending() {
        a.on(new PauseRequested(MINUTE, "why"));
        long end = a.view().pause().orElseThrow().untilNanos();
        a.after(150);
        wGrantsWhatItWasAsked();

        assertThat(a.all(Action.ExtendLease.class).map(Action.ExtendLease::leaseUntilNanos))
                .contains(end);
        a.waits(50_000);
        assertThat(a.did(Action.Suspend.class)).isFalse();
        assertThat(a.view().leaseUntil()).contains(end);
        a.waits(10_000);
        assertThat(a.did(Action.Suspend.class)).isTrue();
        assertThat(a.view().leaseUntil()).isEmpty();
    }

    @Test
    void aVoterThatGrantsTheLeaseAndNotThePauseDoesNotCount() {
        a.on(new PauseRequested(MINUTE, "why"));
        a.hears(W, new Grant(1, latestRenew().round(), 1, Report.EMPTY, 0));
        assertThat(phase()).isEqualTo(PauseView.Phase.ASKING);
    }

    @Test
    void withoutAMajorityItIsCalledOffAndEverybodyIsToldToLetGo() {
        a.on(new PauseRequested(MINUTE, "why"));
        long serial = latestRenew().pause().serial();
        for (int i = 0; i < 25; i++) {
            a.waits(100);
            a.hears(W, new Grant(1, latestRenew().round(), 1, Report.EMPTY, 0));
        }
        assertThat(a.view().pause()).isEmpty();
        a.waits(100);
        assertThat(latestRenew().pause()).isEqualTo(new Pause(serial + 1, 0, ""));
        assertThat(a.view().ballot().pause().holdNanos()).isZero();
    }

    @Test
    void aLostLeaseCallsOffAPauseThatIsOnlyAskedFor() {
        a.on(new PauseRequested(MINUTE, "why")).waits(700);
        assertThat(a.did(Action.Suspend.class)).isTrue();
        assertThat(a.view().pause()).isEmpty();
    }

    @Test
    void theEndOfAPauseIsNotNoticedWhenAMajorityRenewsTheLease() {
        paused(2 * SECOND);
        for (int i = 0; i < 30; i++) {
            a.waits(100);
            assertThat(a.did(Action.Suspend.class)).isFalse();
            wGrantsWhatItWasAsked();
        }
        assertThat(a.view().pause()).isEmpty();
        assertThat(a.view().leading()).contains(LeaderStage.SERVING);
        assertThat(a.waits(100).sent(Renew.class))
                .allMatch(renew -> renew.pause().holdNanos() == 0);
    }

    @Test
    void aDeadMasterIsLeftAloneUntilThePauseIsOver() {
        paused(MINUTE);
        a.on(new Event.MasterLost(1, "killed"));
        assertThat(a.did(Action.Salvage.class)).isFalse();
        assertThat(a.view().leading()).contains(LeaderStage.DOWN);
        assertThat(a.view().pause().flatMap(PauseView::trouble).orElseThrow()).contains("killed");
        assertThat(a.waits(59_000).did(Action.Salvage.class)).isFalse();
        assertThat(a.waits(1_000).did(Action.Salvage.class)).isTrue();
    }

    @Test
    void aDeadMastersPauseIsEndedAtOnceThoughNobodyRenews() {
        paused(MINUTE);
        a.waits(5_000).on(new Event.MasterLost(1, "killed")).on(new ResumeRequested());
        assertThat(a.did(Action.Salvage.class)).isTrue();
        assertThat(latestRenew().pause().holdNanos()).isZero();
    }

    @Test
    void aHungMasterIsKilledOnlyAfterThePause() {
        a.on(new Event.MasterHangs(1, "silent"));
        assertThat(a.did(Action.KillMaster.class)).isTrue();

        paused(MINUTE);
        a.on(new Event.MasterHangs(1, "silent"));
        assertThat(a.did(Action.KillMaster.class)).isFalse();
        assertThat(a.view().pause().flatMap(PauseView::trouble).orElseThrow()).contains("silent");
        assertThat(a.waits(60_000).did(Action.KillMaster.class)).isTrue();
    }

    @Test
    void aMasterThatAnswersAgainIsNotKilledAfterThePause() {
        paused(MINUTE);
        a.on(new Event.MasterHangs(1, "silent")).on(new Event.MasterAnswers(1));
        assertThat(a.view().pause().flatMap(PauseView::trouble)).isEmpty();
        assertThat(a.waits(60_000).did(Action.KillMaster.class)).isFalse();
    }

    @Test
    void nobodyIsToldToLetGoBeforeTheDeadMansSwitchCountsOnTheLeaseAlone() {
        paused(MINUTE);
        a.on(new ResumeRequested());
        var shorten = a.all(Action.ShortenLease.class).findFirst().orElseThrow();
        assertThat(a.sent(Renew.class)).isEmpty();
        assertThat(a.waits(100).sent(Renew.class))
                .allMatch(renew -> renew.pause().holdNanos() > 0);
        wGrantsWhatItWasAsked();

        a.on(new Event.LeaseShortened(shorten.epoch() + 1, shorten.serial()));
        assertThat(a.view().pause()).isPresent();
        a.on(new Event.LeaseShortened(shorten.epoch(), shorten.serial()));
        assertThat(a.sent(Renew.class))
                .isNotEmpty()
                .allMatch(renew -> renew.pause().holdNanos() == 0);
        assertThat(a.view().pause()).isEmpty();
    }

    @Test
    void whileThePauseIsBeingEndedOnlyTheLeaseCounts() {
        paused(MINUTE);
        a.on(new ResumeRequested());
        assertThat(a.view().leaseUntil().orElseThrow())
                .isLessThan(a.view().pause().orElseThrow().untilNanos());
        assertThat(a.waits(700).did(Action.Suspend.class)).isTrue();
    }

    @Test
    void aPauseIsNotEndedWhenTheLeaderCouldNotServeWithoutIt() {
        paused(MINUTE);
        a.waits(1_000).on(new ResumeRequested());
        assertThat(refused()).isTrue();
        assertThat(phase()).isEqualTo(PauseView.Phase.PAUSED);
    }

    @Test
    void aPauseCanBeMadeLongerAndNotShorter() {
        paused(MINUTE);
        a.on(new PauseRequested(SECOND, "shorter"));
        assertThat(refused()).isTrue();

        a.on(new PauseRequested(2 * MINUTE, "longer"));
        assertThat(phase()).isEqualTo(PauseView.Phase.PAUSED);
        long before = a.view().pause().orElseThrow().untilNanos();
        wGrantsWhatItWasAsked();
        assertThat(a.view().pause().orElseThrow().untilNanos()).isGreaterThan(before);
    }

    @Test
    void aLongerPauseThatNobodyConfirmsLeavesTheFirstOne() {
        paused(MINUTE);
        long end = a.view().pause().orElseThrow().untilNanos();
        a.on(new PauseRequested(10 * MINUTE, "longer")).waits(2_100);
        assertThat(a.view().pause().orElseThrow().untilNanos()).isEqualTo(end);
        assertThat(latestRenew().pause().holdNanos()).isLessThan(2 * MINUTE).isPositive();
    }

    @Test
    void moreThanADayIsRefused() {
        assertThat(a.on(new PauseRequested(Pause.LONGEST_NANOS + 1, "")).all(AnswerOperator.class))
                .allMatch(answer -> !answer.accepted() && answer.text().contains("24 h"));
    }

    @Test
    void aSwitchoverIsRefusedInAPause() {
        paused(MINUTE);
        a.on(new Event.SwitchoverRequested(Optional.of(B)));
        assertThat(a.all(AnswerOperator.class)).allMatch(answer -> answer.text().contains("resume first"));
    }

    @Test
    void aPausedLeaderTakesNoNewNumber() {
        paused(MINUTE);
        a.hears(B, new Refusal(1, 7));
        assertThat(a.waits(50_000).sent(Propose.class)).isEmpty();
    }

    @Test
    void whoDoesNotLeadRefusesAndSaysWho() {
        Script b = Script.followingB().on(new PauseRequested(MINUTE, ""));
        assertThat(b.all(AnswerOperator.class))
                .allMatch(answer -> !answer.accepted() && answer.text().contains("a does"));
    }

    // A voter

    private static Renew renew(long round, long serial, long holdNanos) {
        return new Renew(1, round, true, cold(1, 200), new Pause(serial, holdNanos, "why"));
    }

    private static Script holdingB() {
        return Script.followingB().hears(A, renew(2, 1, MINUTE));
    }

    private static boolean refuses(Script voter, NodeId bidder) {
        voter.hears(bidder, new Propose(9, true, hot(1, 200)));
        return voter.sent(Paused.class).size() == 1 && voter.sent(Promise.class).isEmpty();
    }

    @Test
    void aVoterWritesAPauseDownBeforeItSaysSo() {
        Script b = holdingB();
        assertThat(b.actions().getFirst()).isInstanceOf(Action.Persist.class);
        assertThat(b.sent(Grant.class).getFirst().pauseSerial()).isEqualTo(1);
    }

    @Test
    void aVoterThatHoldsStillRefusesEveryBidAndMakesNoneAndTellsItsData() {
        Script b = holdingB();
        assertThat(b.waits(59_000).sent(Propose.class)).isEmpty();
        assertThat(refuses(b, W)).isTrue();
        assertThat(b.sent(Paused.class).getFirst().report().position())
                .isEqualTo(hot(1, 200).position());
        assertThat(b.waits(2_000).sent(Propose.class)).isNotEmpty();
    }

    @Test
    void afterARestartTheWholeTimeCountsAgain() {
        Ballot written = holdingB().view().ballot();
        Script b = new Script(B, written).on(new Event.SelfReported(hot(1, 200)));
        assertThat(b.waits(59_000).sent(Propose.class)).isEmpty();
        assertThat(refuses(b, W)).isTrue();
    }

    @Test
    void afterARestartWhatTheLeaderSaysOfTheRestCounts() {
        Script b = new Script(B, holdingB().view().ballot())
                .on(new Event.SelfReported(hot(1, 200)))
                .hears(A, renew(3, 1, 5 * SECOND));
        assertThat(b.view().ballot().pause().holdNanos()).isEqualTo(5 * SECOND);
        assertThat(b.waits(6_000).sent(Propose.class)).isNotEmpty();
    }

    @Test
    void aRenewalOfBeforeThePauseThatComesLateEndsNothing() {
        Script b = holdingB().hears(A, renew(1, 0, 0));
        assertThat(refuses(b, W)).isTrue();
    }

    @Test
    void aRequestThatComesAfterItWasTakenBackBeginsNothing() {
        Script b = holdingB().hears(A, renew(4, 2, 0)).hears(A, renew(3, 1, MINUTE));
        assertThat(b.view().pause()).isEmpty();
        Script restarted = new Script(B, b.view().ballot()).hears(A, renew(3, 1, MINUTE));
        assertThat(restarted.view().pause()).isEmpty();
    }

    @Test
    void aLaterEpochThatWasAcceptedEndsAStrayPause() {
        Lineage second = lineage(record(1, A, 101), record(5, W, 200));
        Script b = holdingB().hears(W, new Accept(5, 1, second, Report.EMPTY));
        assertThat(b.view().pause()).isEmpty();
        assertThat(b.view().ballot().pause()).isEqualTo(Pause.NONE);
    }

    @Test
    void aVoterThatMissedTheRecordOfTheEpochHoldsStillForNobody() {
        Script w = new Script(W, new Ballot(1, Lineage.EMPTY)).hears(A, renew(2, 1, MINUTE));
        assertThat(w.view().pause()).isEmpty();
        assertThat(w.sent(Grant.class).getFirst().pauseSerial()).isZero();
    }

    @Test
    void aBidderThatIsRefusedByAPausedVoterAsksAgainSoon() {
        Script b = Script.followingB();
        b.waits(700);
        assertThat(b.view().bidStage()).isPresent();
        b.hears(W, new Paused(2, 1, 60 * MINUTE, Report.EMPTY)).hears(A, new Paused(2, 1, 60 * MINUTE, Report.EMPTY));
        assertThat(b.view().bidStage()).isEmpty();
        assertThat(b.waits(2_000).sent(Propose.class)).isNotEmpty();
    }

    // A leader that was restarted

    private static Script restartedA() {
        return new Script(A, new Ballot(1, FIRST, new Pause(1, MINUTE, "why"))).on(new Event.SelfReported(hot(1, 200)));
    }

    @Test
    void aRestartedLeaderHoldsStillToo() {
        assertThat(restartedA().waits(59_000).sent(Propose.class)).isEmpty();
    }

    @Test
    void aRestartedLeaderMayEndItsPauseAndTellsEverybody() {
        Script restarted = restartedA().on(new ResumeRequested());
        assertThat(restarted.sent(PauseEnded.class))
                .contains(new PauseEnded(1, 2))
                .hasSize(2);
        assertThat(restarted.view().ballot().pause()).isEqualTo(new Pause(2, 0, ""));
        assertThat(restarted.waits(300).sent(PauseEnded.class)).isNotEmpty();
    }

    @Test
    void aVoterLetsGoWhenTheRestartedLeaderSaysSo() {
        Script b = holdingB().waits(2_000).hears(A, new PauseEnded(1, 2));
        assertThat(b.view().pause()).isEmpty();
        assertThat(b.view().ballot().pause()).isEqualTo(new Pause(2, 0, ""));
    }

    @Test
    void nobodyElseMayEndAPause() {
        Script b = holdingB().hears(W, new PauseEnded(1, 2));
        assertThat(refuses(b, W)).isTrue();
        b.on(new ResumeRequested());
        assertThat(b.all(AnswerOperator.class))
                .allMatch(answer -> !answer.accepted() && answer.text().contains("holds still for a"));
    }
}
