package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.daemon.PeerBoard.Heard;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;
import org.mfsha.linux.BootClock;

final class PeerBoardTest {
    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");
    private static final Position AT = new Position(3, 100);

    private final PeerBoard board = new PeerBoard();

    @Test
    void aNodeThatNeverSpokeIsUnknown() {
        assertThat(board.of(A)).isEmpty();
    }

    @Test
    void theLatestWordCounts() {
        board.accept(A, Statuses.of(Role.REBUILDING, AT), true);
        board.accept(A, Statuses.of(Role.STANDBY, AT), true);

        assertThat(board.of(A).orElseThrow().status().role()).isEqualTo("standby");
        assertThat(board.reachable()).hasSize(1);
    }

    @Test
    void aWordIsOldAfterTwoSeconds() {
        var status = Statuses.of(Role.STANDBY, AT);
        long now = BootClock.nanos();

        assertThat(new Heard(status, now, 0, true).isReachable()).isTrue();
        assertThat(new Heard(status, now - PeerBoard.SILENCE_NANOS, 0, true).isReachable())
                .isFalse();
        assertThat(new Heard(status, now - PeerBoard.SILENCE_NANOS, 0, true).ageMillis())
                .isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void theLeadersPositionIsTheLeadersAndNobodyElses() {
        board.accept(A, Statuses.of(Role.STANDBY, new Position(9, 900)), true);
        board.accept(B, Statuses.of(Role.LEADER, AT), true);

        assertThat(board.leaderPosition()).contains(AT);
    }

    @Test
    void aSuspendedLeaderIsNobodysMeasure() {
        board.accept(B, Statuses.of(Role.SUSPENDED, AT), true);

        assertThat(board.leaderPosition()).isEmpty();
    }

    @Test
    void ofTwoThatThinkTheyLeadTheLaterEpochCounts() {
        board.accept(A, Statuses.of(Role.LEADER, new Position(2, 900)), true);
        board.accept(B, Statuses.of(Role.LEADER, AT), true);

        assertThat(board.leaderPosition()).contains(AT);
    }

    @Test
    void aClockThatIsAheadIsNoticed() {
        long ahead = System.currentTimeMillis() + 3_600_000;
        board.accept(A, Statuses.full(Role.STANDBY, AT, ahead, "", Optional.empty()), true);

        assertThat(board.of(A).orElseThrow().skewMillis()).isBetween(3_590_000L, 3_600_000L);
    }

    @Test
    void theHardwareAddressesOfTheClusterAreKnown() {
        board.accept(A, Statuses.full(Role.STANDBY, AT, 0, "02:00:00:00:00:01", Optional.empty()), true);
        board.accept(B, Statuses.full(Role.STANDBY, AT, 0, "02:00:00:00:00:02", Optional.empty()), true);

        assertThat(board.hardwareAddresses()).containsExactlyInAnyOrder("02:00:00:00:00:01", "02:00:00:00:00:02");
    }
}
