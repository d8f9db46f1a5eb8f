package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.protocol.Report;

final class RoleTest {
    @ParameterizedTest
    @CsvSource({
        "ELECTED, preparing",
        "STARTING, preparing",
        "SERVING, leader",
        "SUSPENDED, suspended",
        "HANDING_OVER, leader",
        "SALVAGING, preparing"
    })
    void aLeaderIsCalledLeaderOnlyWhileItsMasterServes(LeaderStage stage, String word) {
        assertThat(Role.of(Views.leading(stage), true).word()).isEqualTo(word);
    }

    @Test
    void aNodeThatOnlyVotesIsAWitness() {
        assertThat(Role.of(Views.idle(Report.EMPTY), false)).isEqualTo(Role.WITNESS);
        assertThat(Role.of(Views.following("other"), false)).isEqualTo(Role.WITNESS);
    }

    @Test
    void aHotCandidateIsAStandbyWhetherItHearsALeaderOrNot() {
        assertThat(Role.of(Views.idle(Views.HOT), true)).isEqualTo(Role.STANDBY);
        assertThat(Role.of(Views.following("other"), true)).isEqualTo(Role.STANDBY);
    }

    @Test
    void aCandidateThatCouldNotServeAtOnceIsRebuilding() {
        assertThat(Role.of(Views.idle(Report.EMPTY), true)).isEqualTo(Role.REBUILDING);
    }

    @Test
    void aCandidateThatBidsIsPreparing() {
        assertThat(Role.of(Views.bidding("Preparing"), true)).isEqualTo(Role.PREPARING);
    }
}
