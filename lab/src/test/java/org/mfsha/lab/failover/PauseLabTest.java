package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.watch.ServingHosts;

/** Paused means no action: nobody takes over, nothing is stopped or killed, and everybody can say why. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PauseLabTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final String WITNESS = "w1";

    /** Several times what a lease and the detection of its loss take. */
    private static final long WITHOUT_A_PAUSE_SOMEBODY_WOULD_HAVE_ACTED_MILLIS = 2_000;

    private Cluster cluster;
    private String leader;
    private String other;
    private long epoch;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec().withHosts(2, 1, 0, 0));
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void calm() throws Exception {
        cluster.calm();
        AgentStatus status = cluster.leader();
        leader = status.node();
        other = cluster.besides(leader);
        epoch = status.epoch();
    }

    private void pause(String asked, Duration length) throws IOException {
        cluster.lab().agent(asked).pause(length, "a new switch");
    }

    private void awaitPause(String host, String phase) throws Exception {
        cluster.awaitStatus(host, "pause: " + phase, status -> status.pause().equals(Optional.of(phase)));
    }

    /** Nothing is to happen, so there is no event to wait for. */
    private static void giveTimeToAct() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(WITHOUT_A_PAUSE_SOMEBODY_WOULD_HAVE_ACTED_MILLIS);
    }

    private void assertTheLeaderLeadsOnWithoutSuspension() throws Exception {
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
        assertThat(ServingHosts.among(cluster.lab(), cluster.candidates())).containsExactly(leader);
        assertThat(cluster.log(leader)).doesNotContain("ran out: suspended", "guard: suspended");
    }

    @Test
    void aKilledMasterIsLeftAloneUntilSomebodyResumes() throws Exception {
        pause(WITNESS, LONG);
        assertThatThrownBy(() -> cluster.lab().agent(other).switchover(Optional.empty()))
                .hasMessageContaining("resume first");

        cluster.lab().kill(leader, ProcessSelector.MFSMASTER);
        for (String host : new String[] {leader, other, WITNESS}) {
            cluster.awaitProblem(host, "paused until", leader + "'s mfsmaster is gone", "mfsha resume");
        }
        giveTimeToAct();
        cluster.awaitStatus(
                WITNESS,
                "that nobody leads and nobody takes over",
                status -> status.leader().isEmpty()
                        && status.epoch() == epoch
                        && status.whyNoLeader()
                                .filter(why -> why.contains("paused until"))
                                .isPresent());

        cluster.lab().agent(other).resume();
        assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
        cluster.awaitStatus(WITNESS, "no pause", status -> status.pause().isEmpty());
    }

    @Test
    void withoutAMajorityAPausedLeaderServesOnUntilTheOthersAreBack() throws Exception {
        pause(other, LONG);
        cluster.lab().freeze(WITNESS, ProcessSelector.AGENT);
        cluster.lab().freeze(other, ProcessSelector.AGENT);
        cluster.awaitProblem(leader, "paused until", "no majority answers " + leader);
        giveTimeToAct();
        assertTheLeaderLeadsOnWithoutSuspension();
        assertThatThrownBy(() -> cluster.lab().agent(leader).resume()).hasMessageContaining("no majority");

        cluster.lab().thaw(WITNESS, ProcessSelector.AGENT);
        cluster.lab().thaw(other, ProcessSelector.AGENT);
        cluster.awaitNoProblem(leader, "no majority answers");
        cluster.lab().agent(WITNESS).resume();
        assertTheLeaderLeadsOnWithoutSuspension();
        giveTimeToAct();
        assertTheLeaderLeadsOnWithoutSuspension();
    }

    @Test
    void aPauseEndsByItselfAndNobodyNotices() throws Exception {
        pause(leader, SHORT);
        awaitPause(WITNESS, "paused");
        for (String host : new String[] {leader, other, WITNESS}) {
            cluster.awaitStatus(host, "no pause", status -> status.pause().isEmpty());
        }
        giveTimeToAct();
        assertTheLeaderLeadsOnWithoutSuspension();
    }

    @Test
    void onlyAPausedLeadersOwnAgentCanEndThePauseAndItCanAfterARestart() throws Exception {
        pause(leader, LONG);
        cluster.lab().kill(leader, ProcessSelector.AGENT);
        awaitPause(other, "holding");
        assertThatThrownBy(() -> cluster.lab().agent(other).resume())
                .hasMessageContaining("does not answer")
                .hasMessageContaining("until");
        giveTimeToAct();
        assertThat(ServingHosts.among(cluster.lab(), cluster.candidates())).isEmpty();

        cluster.lab().start(leader);
        awaitPause(leader, "holding");
        cluster.lab().agent(WITNESS).resume();
        assertThat(cluster.awaitLeaderAbove(epoch).epoch()).isGreaterThan(epoch);
    }
}
