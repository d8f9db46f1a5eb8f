package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.watch.Watch;

/** Something of the leader dies, freezes, hangs or is cut off, and never are there two masters. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeaderFaultLabTest {
    private static final long SHORTER_THAN_THE_LEASE_MILLIS = 100;
    private static final long LONGER_THAN_THE_LEASE_MILLIS = 1_500;
    private static final long LONG_MILLIS = 3_000;

    private Cluster cluster;
    private Applications applications;
    private String leader;
    private String other;
    private long epoch;
    private long fault;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec());
        applications = new Applications(cluster);
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (applications != null) {
            applications.close();
        }
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
        applications.awaitProgress();
    }

    /** A fault after which another leads. */
    private interface Fault {
        void happen() throws IOException, InterruptedException;
    }

    private void assertTheOtherTakesOver(Path directory, Fault what) throws Exception {
        try (Watch watch = Watch.begin(cluster.lab(), directory.resolve("wire"))) {
            fault = System.nanoTime();
            what.happen();
            assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
            cluster.calm();
            applications.assertOnlyLastMomentLostSince(fault);
            assertThat(watch.servers())
                    .isSubsetOf(leader, other)
                    .endsWith(other)
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(watch.together()).as(Cluster.PROMISE_BROKEN).isEmpty();
        }
        assertThat(cluster.leader()).returns(other, AgentStatus::node);
        assertThat(cluster.leader().node(leader)).get().returns("standby", AgentStatus.Node::role);
    }

    @Test
    void aKilledAgentTakesItsMasterWithIt(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> cluster.lab().kill(leader, ProcessSelector.AGENT));
    }

    @Test
    void aFrozenAgentsMasterStopsInTimeAndTheThawedAgentBecomesAStandby(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> {
            cluster.lab().freeze(leader, ProcessSelector.AGENT);
            TimeUnit.MILLISECONDS.sleep(LONG_MILLIS);
        });
    }

    @Test
    void aFrozenHostThatThawsHasBeenReplacedAndBecomesAStandby(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> {
            cluster.lab().freeze(leader, ProcessSelector.ALL);
            TimeUnit.MILLISECONDS.sleep(LONG_MILLIS);
            cluster.lab().thaw(leader, ProcessSelector.ALL);
        });
    }

    @Test
    void aLeaderCutOffForLongerThanItsLeaseIsReplaced(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> {
            cluster.lab().cut(leader);
            TimeUnit.MILLISECONDS.sleep(LONGER_THAN_THE_LEASE_MILLIS);
            cluster.lab().heal(leader);
        });
    }

    @Test
    void aLeaderThatHearsButIsNotHeardIsReplaced(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> drop("output"));
    }

    @Test
    void aLeaderThatIsHeardButDoesNotHearIsReplaced(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> drop("input"));
    }

    /** Everything the leader's kernel would send or receive is lost, until calm() removes the table. */
    private void drop(String direction) throws IOException, InterruptedException {
        String rules = "add table ip fault; add chain ip fault cut { type filter hook " + direction
                + " priority -500; policy drop; }; add rule ip fault cut "
                + (direction.equals("input") ? "iifname" : "oifname") + " lo accept";
        assertThat(cluster.on(leader, "nft", rules)).returns(0, result -> result.exit());
    }

    @Test
    void aMasterThatHangsIsNoticedAndReplacedThoughItsHostLives(@TempDir Path directory) throws Exception {
        assertTheOtherTakesOver(directory, () -> cluster.lab().freeze(leader, ProcessSelector.MFSMASTER));
    }

    @Test
    void aStrangerThatAnnouncesTheSharedAddressIsContradictedAtOnce() throws Exception {
        String shared = Cluster.SHARED_ADDRESS;
        cluster.on("client2", "ip", "address", "add", shared + "/24", "dev", "eth0");
        try {
            cluster.on("client2", "arping", "-q", "-U", "-c", "1", "-w", "1", "-S", shared, "-i", "eth0", shared);

            // As long as the stranger answers when it is asked, nothing else would take its entry away.
            String right = Watch.hardwareAddress(cluster.lab(), leader);
            Await.until(
                    "client1 to believe the leader",
                    Cluster.LIMIT,
                    () -> cluster.on("client1", "ip", "neighbour", "show", shared)
                            .output()
                            .contains(right));
        } finally {
            cluster.on("client2", "ip", "address", "delete", shared + "/24", "dev", "eth0");
        }
        applications.assertNothingLostSince(System.nanoTime());
        assertTheLeaderStayed();
    }

    @Test
    void aFreezeShorterThanTheLeaseChangesNothing() throws Exception {
        cluster.lab().freeze(leader, ProcessSelector.AGENT);
        TimeUnit.MILLISECONDS.sleep(SHORTER_THAN_THE_LEASE_MILLIS);
        cluster.lab().thaw(leader, ProcessSelector.AGENT);

        applications.assertNothingLostSince(System.nanoTime());
        assertTheLeaderStayed();
    }

    @Test
    void restartingTheWitnessChangesNothing() throws Exception {
        cluster.stopAgent("w1");
        cluster.awaitProblem(leader, "w1 is not reachable");
        cluster.calm();

        assertTheLeaderStayed();
    }

    @Test
    void restartingTheStandbyChangesNothing() throws Exception {
        cluster.stopAgent(other);
        cluster.awaitProblem(leader, other + " is not reachable");
        cluster.calm();

        assertTheLeaderStayed();
    }

    private void assertTheLeaderStayed() throws Exception {
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
    }
}
