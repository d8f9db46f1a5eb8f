package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.watch.ServingHosts;
import org.mfsha.lab.watch.Watch;

/** Without a majority nobody serves, everybody can say why, and a majority is all it takes to go on. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuorumLabTest {
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

    @Test
    void withoutTheWitnessTheLeaderGoesOn() throws Exception {
        cluster.stopAgent("w1");
        cluster.awaitProblem(leader, "w1 is not reachable");

        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
    }

    @Test
    void theLastOfThreeDoesNotServeSaysWhyAndGoesOnWhenTheWitnessIsBack() throws Exception {
        cluster.stopAgent("w1");
        cluster.lab().powerOff(leader);

        awaitWhyNoLeader(other, leader, "w1");
        assertNobodyServes();

        cluster.lab().start("w1");
        assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
        assertThat(ServingHosts.among(cluster.lab(), cluster.candidates())).containsExactly(other);
    }

    @Test
    void aLeaderLeftAloneStopsServingAndResumesTheSameEpochWhenOneReturns() throws Exception {
        cluster.stopAgent("w1");
        cluster.stopAgent(other);

        awaitWhyNoLeader(leader, other, "w1");
        assertNobodyServes();

        cluster.lab().start("w1");
        assertThat(cluster.awaitLeaderAbove(0)).returns(leader, AgentStatus::node);
        Await.until(
                "service",
                Cluster.LIMIT,
                () -> ServingHosts.among(cluster.lab(), cluster.candidates()).equals(List.of(leader)));
    }

    /** Tests of takeovers rely on it: were there two masters, the watch would tell. */
    @Test
    void aSecondMasterWouldBeSeen(@TempDir Path directory) throws Exception {
        Path impostor = Files.copy(
                Path.of("/usr/bin/perl"), directory.resolve("mfsmaster"), StandardCopyOption.COPY_ATTRIBUTES);
        // The host may have led a moment ago: its port has connections that the kernel still remembers.
        String listen = "use IO::Socket::INET;"
                + " my $s = IO::Socket::INET->new(Listen => 1, LocalPort => 9421, ReuseAddr => 1) or die; sleep 600";
        try (Watch watch = Watch.begin(cluster.lab(), directory.resolve("wire"))) {
            assertThat(watch.together()).as(Cluster.PROMISE_BROKEN).isEmpty();

            cluster.on(other, "ip", "address", "add", Cluster.SHARED_ADDRESS + "/24", "dev", "eth0");
            Commands.start(
                    cluster.lab().host(other).namespace().inside(List.of(impostor.toString(), "-e", listen)),
                    directory.resolve("impostor.log"));

            Await.until(
                    "both to be seen", Cluster.LIMIT, () -> !watch.together().isEmpty());
        } finally {
            cluster.lab().powerOff(other);
        }
    }

    private void awaitWhyNoLeader(String asked, String... missing) throws Exception {
        cluster.awaitStatus(
                asked,
                "why there is no leader",
                status -> status.leader().isEmpty()
                        && status.whyNoLeader()
                                .filter(why -> why.contains("only 1 of 3 nodes")
                                        && List.of(missing).stream().allMatch(why::contains))
                                .isPresent());
    }

    private void assertNobodyServes() throws IOException {
        assertThat(ServingHosts.among(cluster.lab(), cluster.candidates())).isEmpty();
    }
}
