package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.control.status.PauseStatus;
import org.mfsha.agent.peer.PauseNotice;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.linux.BootClock;

final class PauseBoardTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private Optional<PauseView> known = Optional.empty();
    private final PauseBoard board = new PauseBoard(() -> known);

    private static PauseNotice notice(PauseView.Phase phase, boolean renewed, String trouble) {
        return new PauseNotice(phase, A, 600_000, "root@b: a new switch", renewed, trouble);
    }

    private void knows(PauseView.Phase phase) {
        known = Optional.of(new PauseView(
                phase,
                A,
                BootClock.nanos() + TimeUnit.MINUTES.toNanos(20),
                "root@b: a new switch",
                true,
                Optional.empty()));
    }

    private Optional<String> trouble() {
        return board.status().flatMap(PauseStatus::trouble);
    }

    @Test
    void withoutAPauseThereIsNothingToTell() {
        assertThat(board.own()).isEmpty();
        assertThat(board.status()).isEmpty();
    }

    @Test
    void whatThisNodeKnowsIsToldWithWhatIsLeft() {
        knows(PauseView.Phase.PAUSED);

        assertThat(board.own().orElseThrow().leftMillis()).isBetween(1_100_000L, 1_200_000L);
        assertThat(board.status().map(PauseStatus::phase)).contains("paused");
        assertThat(trouble()).isEmpty();
    }

    @Test
    void theLeadersWordCountsMoreThanThatOfWhoeverHoldsStill() {
        knows(PauseView.Phase.HOLDING);
        board.accept(B, notice(PauseView.Phase.HOLDING, false, ""));
        board.accept(A, notice(PauseView.Phase.PAUSED, true, ""));

        assertThat(board.status().map(PauseStatus::phase)).contains("paused");
    }

    @Test
    void aNodeThatHoldsStillAloneSaysThatTheLeaderMayBeServing() {
        board.accept(B, notice(PauseView.Phase.HOLDING, false, ""));

        assertThat(trouble().orElseThrow()).contains("a is not heard", "may be serving", "mfsha resume");
    }

    @Test
    void aMasterThatIsGoneIsToldWithTheWayOut() {
        board.accept(A, notice(PauseView.Phase.PAUSED, true, "mfsmaster is gone: signal 9"));

        assertThat(trouble().orElseThrow()).contains("a's mfsmaster is gone", "`mfsha resume`");
    }

    @Test
    void aLeaderThatServesWithoutAMajorityIsToldOfWhatMayBeLost() {
        board.accept(A, notice(PauseView.Phase.PAUSED, false, ""));

        assertThat(trouble().orElseThrow()).contains("no majority answers a");
    }
}
