package org.mfsha.core.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mfsha.core.election.Script.A;
import static org.mfsha.core.election.Script.B;
import static org.mfsha.core.election.Script.W;
import static org.mfsha.core.election.Script.hot;
import static org.mfsha.core.election.Script.lineage;
import static org.mfsha.core.election.Script.record;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Report;

/** What a node must have to lead after a leader that cannot be asked, or cannot deliver. */
final class WhoMayReplaceALostLeaderTest {
    private static final long A_MINUTE = 60_000;
    private static final Lineage ONE = lineage(record(1, A, 1000));
    private static final Lineage TWO = ONE.followedBy(record(2, A, 9_000_000));

    // A leader that nobody can ask

    @Test
    void aStandbyThatSleptForLongDoesNotReplaceALeaderThatAWitnessRemembers() {
        Trio trio = new Trio().with(B, 1, ONE, hot(1, 1000)).with(W, 1, ONE, Report.EMPTY);
        trio.heard(W, A, new Position(1, 9_000_000), 25_000);
        assertThat(trio.run(A_MINUTE).start()).isEmpty();
    }

    @Test
    void aStandbyThatHasWhatTheLeaderHadAWhileAgoReplacesIt() {
        Trio trio = new Trio().with(B, 1, ONE, hot(1, 9_000_000)).with(W, 1, ONE, Report.EMPTY);
        trio.heard(W, A, new Position(1, 9_000_000), 25_000).heard(W, A, new Position(1, 9_000_500), 5_000);
        assertThat(trio.run(A_MINUTE).start()).map(Trio.Start::node).contains(B);
    }

    @Test
    void whatALeaderHadLastIsNotAskedOfThoseWhoComeAfterItsSuccessor() {
        var begun = new Position(1, 1400);
        Lineage later = ONE.followedBy(record(2, B, begun.version()));
        Trio trio = new Trio().with(B, 2, later, hot(1, begun.version())).with(W, 1, ONE, Report.EMPTY);
        trio.heard(W, A, new Position(1, 1990), 5_000);
        trio.say(B, new Message.Accept(2, 1, later, hot(1, begun.version()))).run(5);
        trio.heard(W, B, 2, begun, 12_000);
        trio.say(B, new Message.Release(new Handback(2, B, begun, Optional.empty(), false)));
        assertThat(trio.run(A_MINUTE).start()).map(Trio.Start::node).contains(B);
    }

    @Test
    void theFirstLeaderThatWasRenumberedBeforeItServedMayLeadWithTheDataItWasElectedWith() {
        Lineage renumbered = ONE.followedBy(new EpochRecord(2, A, EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED));
        assertThat(alone(A, hot(0, 1000), renumbered).start())
                .map(Trio.Start::node)
                .contains(A);
    }

    // Data that is not what the leader left

    @Test
    void aFormerLeaderWithDataOlderThanTheClusterDoesNotLeadWithIt() {
        assertThat(alone(A, hot(0, 1000), TWO).start()).isEmpty();
    }

    @Test
    void aStandbyWithDataOlderThanTheClusterDoesNotLead() {
        assertThat(alone(B, hot(0, 1000), TWO).start()).isEmpty();
    }

    @Test
    void aFormerLeaderWithLessThanItWasElectedWithDoesNotLead() {
        assertThat(alone(A, hot(1, 1000), TWO).start()).isEmpty();
    }

    @Test
    void aFormerLeaderThatStillHasWhatItWasElectedWithNeverServedAndMayLeadAgain() {
        Optional<Trio.Start> start = alone(A, hot(1, 9_000_000), TWO).start();
        assertThat(start.map(Trio.Start::lineage).orElse(Lineage.EMPTY).records())
                .extracting(record -> record.epoch() == 2)
                .containsExactly(false, false);
    }

    @Test
    void aWitnessThatRemembersALaterPositionOutdoesAnEpochThatSeemsVoid() {
        Trio trio = new Trio().with(A, 2, TWO, hot(1, 9_000_000)).with(W, 2, TWO, Report.EMPTY);
        trio.heard(W, A, new Position(2, 9_500_000), 25_000);
        assertThat(trio.run(A_MINUTE).start()).isEmpty();
    }

    private static Trio alone(NodeId candidate, Report report, Lineage accepted) {
        return new Trio()
                .with(candidate, 2, accepted, report)
                .with(W, 2, accepted, Report.EMPTY)
                .run(A_MINUTE);
    }

    // A leader that can be asked, but has nothing to show

    @Test
    void aLeadersAgentThatHasJustStartedIsGivenTimeToReadItsDisk() {
        Lineage first = lineage(record(1, A, 500));
        Trio trio = new Trio()
                .with(A, 1, first, millis -> millis < 700 ? Report.EMPTY : Script.cold(1, 1010))
                .with(B, 1, first, hot(1, 1000))
                .with(W, 1, first, Report.EMPTY)
                .delivering(A);
        assertThat(firstVersion(trio.run(A_MINUTE))).contains(1010L);
    }

    @Test
    void aLeaderThatHasLostItsDiskIsReplacedNevertheless() {
        Lineage first = lineage(record(1, A, 500));
        Trio trio = new Trio()
                .with(A, 1, first, Report.EMPTY)
                .with(B, 1, first, hot(1, 1000))
                .with(W, 1, first, Report.EMPTY);
        assertThat(firstVersion(trio.run(A_MINUTE))).contains(1000L);
    }

    @Test
    void aHolderThatIsAliveButHasNothingToShowIsWaitedForAWhileOnly() {
        Trio trio = handedBackWithoutShowing(Report.EMPTY).run(A_MINUTE);
        assertThat(firstVersion(trio)).contains(1000L);
        assertThat(trio.start().orElseThrow().atMillis())
                .isGreaterThanOrEqualTo(Script.TIMING.settledNanos() / 1_000_000)
                .isLessThan(A_MINUTE);
    }

    @Test
    void whatAHolderSaysThatItHasIsNeverGivenUp() {
        Trio trio = handedBackWithoutShowing(Script.cold(1, 1010)).run(A_MINUTE);
        assertThat(trio.start()).isEmpty();
        assertThat(trio.fetches()).isPositive();
    }

    private static Trio handedBackWithoutShowing(Report report) {
        Lineage first = lineage(record(1, A, 500));
        return new Trio()
                .with(A, 1, first, report)
                .with(B, 1, first, hot(1, 1000))
                .with(W, 1, first, Report.EMPTY)
                .say(A, new Message.Release(new Handback(1, A, new Position(1, 1010), Optional.empty(), false)));
    }

    private static Optional<Long> firstVersion(Trio trio) {
        return trio.start().map(start -> start.lineage().records().getLast().firstVersion());
    }
}
