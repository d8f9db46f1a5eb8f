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
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Rejection;
import org.mfsha.core.protocol.Message.Release;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Report;

final class CoordinatorTest {
    private static final Lineage FIRST = lineage(record(1, A, 101));

    // First start

    @Test
    void theFirstStartNeedsEverybody() {
        Script a = new Script(A, Ballot.BLANK).on(new Event.SelfReported(hot(0, 101)));
        a.waits(600).promisedBy(W, 1, true, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
        assertThat(a.view().bidStage()).contains("Rehearsing");
        a.promisedBy(B, 1, true, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
        assertThat(a.view().bidStage()).contains("Asking");
    }

    @Test
    void theFirstLeaderServesFromItsDataOn() {
        Script a = Script.servingA();
        assertThat(a.view().leading()).contains(LeaderStage.SERVING);
        assertThat(a.view().lineage().last().map(EpochRecord::firstVersion)).contains(101L);
        assertThat(a.view().lineage().last().map(EpochRecord::reason)).contains(EpochRecord.Reason.FIRST_START);
    }

    @Test
    void aWitnessNeverBids() {
        Script w = new Script(W, new Ballot(1, FIRST)).on(new Event.SelfReported(hot(1, 200)));
        assertThat(w.waits(60_000).sent(Propose.class)).isEmpty();
    }

    @Test
    void aColdStandbyNeverBids() {
        Script b = new Script(B, new Ballot(1, FIRST)).on(new Event.SelfReported(cold(1, 200)));
        assertThat(b.waits(60_000).sent(Propose.class)).isEmpty();
    }

    // Takeover

    @Test
    void aTakeoverWaitsUntilTheLastGrantsLeaseIsOver() {
        Script b = Script.followingB().waits(600);
        b.promisedBy(W, 2, true, 1, 520, FIRST, Report.EMPTY);
        b.after(1).promisedBy(W, 2, false, 1, 400, FIRST, Report.EMPTY);
        assertThat(b.waits(149).sent(Accept.class)).isEmpty();
        assertThat(b.waits(2).sent(Accept.class)).isNotEmpty();
    }

    @Test
    void aVoterThatRestartedCountsAsIfItHadJustGranted() {
        Script w = new Script(W, new Ballot(1, FIRST)).after(30);
        Promise promise = w.hears(B, new Propose(2, false, hot(1, 200)))
                .sent(Promise.class)
                .getFirst();
        assertThat(promise.lastGrant()).isEqualTo(new Message.LastGrant(Message.LastGrant.UNKNOWN, 30_000_000));
    }

    @Test
    void nobodyWaitsAfterAHandback() {
        Script b = Script.followingB();
        b.after(10).hears(A, new Release(new Handback(1, A, new Position(1, 200), Optional.of(B), true)));
        assertThat(b.sent(Propose.class)).isNotEmpty();
        b.promisedBy(W, 2, true, 1, 5, FIRST, Report.EMPTY).promisedBy(W, 2, false, 1, 5, FIRST, Report.EMPTY);
        Accept accept = b.sent(Accept.class).getFirst();
        assertThat(accept.lineage().last().map(EpochRecord::reason)).contains(EpochRecord.Reason.SWITCHOVER);
    }

    @Test
    void whatTheFormerLeaderStillHoldsIsFetchedFirst() {
        Script b = Script.followingB();
        b.after(10).hears(A, new Release(new Handback(1, A, new Position(1, 207), Optional.empty(), false)));
        b.waits(60).promisedBy(W, 2, true, 1, 5, FIRST, Report.EMPTY);
        b.promisedBy(W, 2, false, 1, 5, FIRST, Report.EMPTY);
        assertThat(b.actions()).contains(new Action.FetchTail(A, new Position(1, 207)));
        assertThat(b.on(new Event.TailFetched(hot(1, 207))).sent(Accept.class)).isNotEmpty();
    }

    @Test
    void aHandbackThatArrivesDuringABidIsHeeded() {
        Script b = Script.followingB().waits(600);
        b.promisedBy(W, 2, true, 1, 520, FIRST, Report.EMPTY).promisedBy(W, 2, false, 1, 400, FIRST, Report.EMPTY);
        b.hears(A, new Release(new Handback(1, A, new Position(1, 207), Optional.empty(), false)));
        assertThat(b.actions()).contains(new Action.FetchTail(A, new Position(1, 207)));
        assertThat(b.sent(Accept.class)).isEmpty();
    }

    @Test
    void aHolderThatCannotBeReachedIsAskedThreeTimesWithPausesAndThenGivenUp() {
        Script b = Script.followingB();
        b.after(10).hears(A, new Release(new Handback(1, A, new Position(1, 207), Optional.empty(), false)));
        b.waits(60).promisedBy(W, 2, true, 1, 5, FIRST, Report.EMPTY);
        b.promisedBy(W, 2, false, 1, 5, FIRST, Report.EMPTY);
        assertThat(b.on(new Event.TailFailed(A, "refused")).did(Action.FetchTail.class))
                .isFalse();
        assertThat(b.waits(55).did(Action.FetchTail.class)).isTrue();
        b.on(new Event.TailFailed(A, "refused")).waits(55);
        b.on(new Event.TailFailed(A, "refused"));
        assertThat(b.sent(Accept.class)).isNotEmpty();
    }

    @Test
    void aStandbyThatCannotKnowTheLatestEpochsChangesDoesNotLead() {
        Lineage later = FIRST.followedBy(record(2, A, 150));
        Script b = Script.followingB().waits(600);
        b.promisedBy(W, 2, true, 2, 5_000, later, Report.EMPTY);
        assertThat(b.waits(5_000).sent(Accept.class)).isEmpty();
    }

    @Test
    void anEpochHandedBackVoidDoesNotStandInTheWay() {
        Lineage later = FIRST.followedBy(record(2, A, 200));
        Script b = Script.followingB();
        b.hears(A, new Accept(2, 1, later, cold(1, 200)));
        b.hears(A, new Release(new Handback(2, A, new Position(1, 200), Optional.empty(), false)));
        b.waits(60).promisedBy(W, 3, true, 2, 5, later, Report.EMPTY);
        b.promisedBy(W, 3, false, 2, 5, later, Report.EMPTY);
        assertThat(b.sent(Accept.class).getFirst().lineage().records())
                .extracting(EpochRecord::epoch)
                .containsExactly(1L, 3L);
    }

    @Test
    void otherMetadataStopsABid() {
        Script b = Script.followingB().waits(600);
        b.promisedBy(A, 2, true, 1, 5_000, FIRST, new Report(new Position(1, 100), 4711, false));
        assertThat(b.waits(2_000).all(Action.Note.class).map(Action.Note::text))
                .anyMatch(text -> text.contains("belongs to another cluster"));
        assertThat(b.view().ballot().promised()).isEqualTo(1);
    }

    @Test
    void aStandbyThatTurnsColdGivesItsBidUp() {
        Script b = Script.followingB().waits(600);
        assertThat(b.view().bidStage()).isPresent();
        assertThat(b.on(new Event.SelfReported(cold(1, 200))).view().bidStage()).isEmpty();
    }

    // Voting

    @Test
    void aVoterThatHearsALeaderRefusesABid() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(A, new Renew(1, 1, cold(1, 200)));
        Rejection no = w.after(100)
                .hears(B, new Propose(2, false, hot(1, 200)))
                .sent(Rejection.class)
                .getFirst();
        assertThat(no).isEqualTo(new Rejection(2, 1, true, 400_000_000));
    }

    @Test
    void aLeaderThatAsksInVainForAMomentIsStillALeader() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(A, new Renew(1, 1, false, cold(1, 200)));
        assertThat(w.after(100).hears(B, new Propose(2, false, hot(1, 200))).sent(Rejection.class))
                .hasSize(1);
    }

    @Test
    void aLeaderThatAsksInVainForLongDoesNotHearTheAnswersAndKeepsNobodyFromLeading() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(A, new Renew(1, 1, cold(1, 200)));
        for (int round = 2; round < 14; round++) {
            w.after(100).hears(A, new Renew(1, round, false, cold(1, 200)));
            assertThat(w.sent(Grant.class)).hasSize(1);
        }
        assertThat(w.hears(B, new Propose(2, false, hot(1, 200))).sent(Promise.class))
                .hasSize(1);
    }

    @Test
    void aRehearsalKeepsNothing() {
        Script w = new Script(W, new Ballot(1, FIRST));
        w.hears(B, new Propose(2, true, hot(1, 200)));
        assertThat(w.sent(Promise.class)).hasSize(1);
        assertThat(w.did(Action.Persist.class)).isFalse();
    }

    @Test
    void aPromiseIsWrittenBeforeItIsSent() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(B, new Propose(2, false, hot(1, 200)));
        assertThat(w.actions()).element(0).isEqualTo(new Action.Persist(new Ballot(2, FIRST)));
        assertThat(w.actions()).element(1).isInstanceOf(Action.Send.class);
    }

    @Test
    void theOwnPromiseIsWrittenBeforeAnybodyIsAskedSoNoNumberIsAskedUnderTwice() {
        Script b = Script.followingB().waits(600).promisedBy(W, 2, true, 1, 5_000, FIRST, Report.EMPTY);
        assertThat(b.actions()).first().isEqualTo(new Action.Persist(new Ballot(2, FIRST)));
        assertThat(b.sent(Propose.class)).hasSize(2).noneMatch(Propose::rehearsal);
        b.promisedBy(W, 2, false, 1, 5_000, FIRST, Report.EMPTY);
        assertThat(b.sent(Accept.class)).hasSize(2);
        assertThat(b.actions()).last().isInstanceOf(Action.Persist.class);
    }

    @Test
    void aBidderThatWroteItsPromiseNeverBidsForThatNumberAgain() {
        Script b = new Script(B, new Ballot(2, FIRST)).on(new Event.SelfReported(hot(1, 200)));
        assertThat(b.waits(600).sent(Propose.class).getFirst().epoch()).isEqualTo(3);
    }

    @Test
    void twoBiddersCannotHaveTheSameNumber() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(B, new Propose(2, false, hot(1, 200)));
        assertThat(w.hears(A, new Propose(2, false, hot(1, 200))).sent(Promise.class))
                .isEmpty();
    }

    @Test
    void aPromiseWhoseAnswerWasLostIsRepeated() {
        Script w = new Script(W, new Ballot(1, FIRST)).hears(B, new Propose(2, false, hot(1, 200)));
        assertThat(w.hears(B, new Propose(2, false, hot(1, 200))).sent(Promise.class))
                .hasSize(1);
    }

    @Test
    void aVoterGrantsNothingBelowItsPromise() {
        Script w = new Script(W, new Ballot(2, FIRST)).hears(A, new Renew(1, 9, cold(1, 200)));
        assertThat(w.sent(Grant.class)).isEmpty();
        assertThat(w.sent(Refusal.class)).containsExactly(new Refusal(1, 2));
    }

    @Test
    void aRenewalSentBeforeTheHandbackMeansNothing() {
        Script b = Script.followingB();
        b.hears(A, new Release(new Handback(1, A, new Position(1, 200), Optional.empty(), false)));
        assertThat(b.hears(A, new Renew(1, 2, cold(1, 200))).sent(Grant.class)).isEmpty();
    }

    @Test
    void anAcceptOfAnotherLeadersRecordIsIgnored() {
        Script w = new Script(W, new Ballot(1, FIRST));
        assertThat(w.hears(B, new Accept(2, 1, FIRST.followedBy(record(2, A, 150)), hot(1, 200)))
                        .actions())
                .isEmpty();
    }

    @Test
    void strangersAreNotHeard() {
        Script w = new Script(W, new Ballot(1, FIRST));
        assertThat(w.hears(new NodeId("stranger"), new Propose(2, false, hot(1, 200)))
                        .actions())
                .isEmpty();
    }

    // Leading

    @Test
    void aLeaderWithoutAnswersSuspendsWhenItsLeaseEndsAndGoesOnWhenItIsBack() {
        Script a = Script.servingA();
        assertThat(a.waits(520).did(Action.Suspend.class)).isTrue();
        long round = a.after(1).waits(100).sent(Renew.class).getFirst().round();
        assertThat(a.hears(W, new Grant(1, round, 1, Report.EMPTY)).did(Action.Resume.class))
                .isTrue();
    }

    @Test
    void aDoubledOrBelatedGrantDoesNotRenewALease() {
        Script a = Script.servingA();
        a.waits(520);
        assertThat(a.hears(W, new Grant(1, 1, 1, Report.EMPTY)).did(Action.Resume.class))
                .isFalse();
    }

    @Test
    void aLeaderThatHearsOfALaterEpochStopsForGood() {
        Script a = Script.servingA().waits(700);
        a.hears(B, new Accept(2, 1, FIRST.followedBy(record(2, B, 150)), hot(1, 150)));
        assertThat(a.did(Action.StopServing.class)).isTrue();
        assertThat(a.view().leader()).contains(B);
    }

    @Test
    void aLeaderTakesANewNumberWhenAVoterPromisedAHigherOne() {
        Script a = renumberedA();
        assertThat(a.did(Action.Renumber.class)).isTrue();
        assertThat(a.did(Action.Suspend.class)).isFalse();
        assertThat(a.view().leaderEpoch()).isEqualTo(6);
        assertThat(a.view().lineage().last().map(EpochRecord::firstVersion)).contains(EpochRecord.SAME_LOG);
    }

    @Test
    void aLeaderThatPromisedAnotherEpochBeforeItServedDoesNotBeginToServeInItsOwn() {
        Script a = new Script(A, Ballot.BLANK).on(new Event.SelfReported(hot(0, 101)));
        a.waits(600);
        for (boolean rehearsal : new boolean[] {true, false}) {
            a.promisedBy(B, 1, rehearsal, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
            a.promisedBy(W, 1, rehearsal, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
        }
        a.after(510).hears(W, new Grant(1, 1, 1, Report.EMPTY)); // elected, but the lease is over
        assertThat(a.did(Action.StartServing.class)).isFalse();
        long asked = a.waits(110).sent(Renew.class).getFirst().round();

        a.hears(B, new Propose(2, false, hot(0, 90)));
        assertThat(a.sent(Promise.class))
                .singleElement()
                .extracting(Promise::epoch)
                .isEqualTo(2L);
        a.hears(W, new Grant(1, asked, 1, Report.EMPTY));

        assertThat(a.did(Action.StartServing.class)).isFalse();
    }

    @Test
    void mfsmasterIsStillKnownUnderTheNumberItWasStartedWith() {
        Script a = renumberedA();
        assertThat(a.on(new Event.MasterLost(1, "killed")).did(Action.Salvage.class))
                .isTrue();
        Release release = a.on(new Event.Salvaged(1, new Position(1, 300)))
                .sent(Release.class)
                .getFirst();
        assertThat(release.handback().end()).isEqualTo(new Position(6, 300));
        assertThat(release.handback().isVoid()).isFalse();
    }

    private static Script renumberedA() {
        Script a = Script.servingA().on(new Event.SelfReported(cold(1, 200)));
        a.after(10).hears(W, new Refusal(1, 5));
        Lineage accepted = a.view().lineage();
        a.promisedBy(W, 6, true, 1, 100, accepted, Report.EMPTY);
        a.promisedBy(W, 6, false, 1, 100, accepted, Report.EMPTY);
        return a.hears(W, new Grant(6, 1, 6, Report.EMPTY));
    }

    @Test
    void anOvertakenLeaderStepsDownThoughTheNewOneIsNotHeard() {
        Script a = Script.servingA().waits(520);
        a.hears(W, new Refusal(1, 2)).waits(1_200);
        a.promisedBy(W, 3, true, 2, 1_000, FIRST.followedBy(record(2, B, 150)), Report.EMPTY);
        assertThat(a.did(Action.StopServing.class)).isTrue();
        assertThat(a.view().leading()).isEmpty();
    }

    @Test
    void aMasterThatDoesNotStartIsHandedBackVoid() {
        Script a = Script.servingA();
        Script b = Script.followingB().waits(600);
        b.promisedBy(W, 2, true, 1, 5_000, FIRST, Report.EMPTY).promisedBy(W, 2, false, 1, 5_000, FIRST, Report.EMPTY);
        b.waits(200).hears(W, new Grant(2, 1, 2, Report.EMPTY));
        b.on(new Event.MasterFailed(2, "no memory"));
        assertThat(b.sent(Release.class).getFirst().handback().isVoid()).isTrue();
        assertThat(a.view().leading()).contains(LeaderStage.SERVING);
    }

    @Test
    void aSalvageThatTakesTooLongIsNotVoid() {
        Script a = Script.servingA().on(new Event.MasterLost(1, "killed"));
        Release release = a.waits(2_100).sent(Release.class).getFirst();
        assertThat(release.handback().isVoid()).isFalse();
    }

    @Test
    void aSalvageThatFindsNothingIsNotVoid() {
        Script a = Script.servingA().on(new Event.MasterLost(1, "killed"));
        Release release =
                a.on(new Event.Salvaged(1, Position.NONE)).sent(Release.class).getFirst();
        assertThat(release.handback().isVoid()).isFalse();
    }

    // Switchover

    @Test
    void aSwitchoverDrainsWaitsForTheTargetAndHandsBack() {
        Script a = servingAWithHotB();
        assertThat(a.on(new Event.SwitchoverRequested(Optional.of(B))).did(Action.Drain.class))
                .isTrue();
        a.on(new Event.Drained(1, new Position(1, 250)));
        assertThat(a.did(Action.StopServing.class)).isFalse();
        a.hears(B, new Grant(1, 1, 1, hot(1, 250)));
        assertThat(a.did(Action.StopServing.class)).isTrue();
        assertThat(a.sent(Release.class).getFirst().handback().successor()).contains(B);
    }

    @Test
    void aSwitchoverToATargetThatDoesNotCatchUpIsCalledOff() {
        Script a = servingAWithHotB();
        a.on(new Event.SwitchoverRequested(Optional.of(B))).on(new Event.Drained(1, new Position(1, 250)));
        assertThat(a.waits(2_100).did(Action.Undrain.class)).isTrue();
        assertThat(a.did(Action.StopServing.class)).isFalse();
    }

    @Test
    void aSwitchoverToAColdStandbyIsRefused() {
        Script a = Script.servingA().hears(B, new Grant(1, 1, 1, cold(1, 200)));
        a.on(new Event.SwitchoverRequested(Optional.of(B)));
        assertThat(a.all(Action.AnswerOperator.class)).noneMatch(Action.AnswerOperator::accepted);
    }

    private static Script servingAWithHotB() {
        return Script.servingA().hears(B, new Grant(1, 1, 1, hot(1, 200)));
    }
}
