package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.watch.Watch;

/** A leader is lost or hands over while applications work. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TakeoverLabTest {
    private Cluster cluster;
    private Applications applications;
    private String leader;
    private long epoch;

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
        epoch = status.epoch();
    }

    @Test
    @Order(1)
    void whenTheLeadersHostIsLostTheOtherServesAndOnlyItsLastMomentMayBeMissing(@TempDir Path directory)
            throws Exception {
        String other = cluster.besides(leader);
        try (Watch watch = Watch.begin(cluster.lab(), directory.resolve("wire"))) {
            long fault = System.nanoTime();
            cluster.lab().powerOff(leader);

            assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
            applications.assertOnlyLastMomentLostSince(fault);
            assertThat(watch.servers().getLast()).isEqualTo(other);
            assertThat(watch.together()).as(Cluster.PROMISE_BROKEN).isEmpty();
        }
        assertThat(lastTakeover())
                .returns(other, Takeover::leader)
                .returns(Optional.of(leader), Takeover::previousLeader)
                .matches(takeover -> takeover.listeningAtEpochMillis() > 0);
        cluster.awaitProblem(other, leader, "is not reachable");
        cluster.awaitProblem(other, "no standby is hot");
    }

    @Test
    @Order(2)
    void theLostHostComesBackAsAHotStandbyAndTheLeaderStays() throws Exception {
        // calm() brought it back.
        String returned = cluster.besides(leader);

        assertThat(cluster.leader().node(returned)).get().returns("standby", AgentStatus.Node::role);
        assertThat(cluster.leader().epoch()).isEqualTo(epoch);
        cluster.awaitNoProblem(leader, returned);
        cluster.awaitStatus(
                leader,
                returned + " keeps up",
                status -> status.node(returned)
                        .filter(node -> node.positionEpoch() == epoch && node.lagLines() < 1000)
                        .isPresent());
    }

    @Test
    @Order(3)
    void aSwitchoverLosesNothing(@TempDir Path directory) throws Exception {
        switchoverAskedAt(leader, directory);
    }

    @Test
    @Order(4)
    void aSwitchoverAskedOfTheStandbyIsPassedOnToTheLeader(@TempDir Path directory) throws Exception {
        switchoverAskedAt(cluster.besides(leader), directory);
    }

    @Test
    @Order(5)
    void aSwitchoverAskedOfTheWitnessIsPassedOnToTheLeader(@TempDir Path directory) throws Exception {
        switchoverAskedAt("w1", directory);
    }

    private void switchoverAskedAt(String asked, Path directory) throws Exception {
        String other = cluster.besides(leader);
        try (Watch watch = Watch.begin(cluster.lab(), directory.resolve("wire"))) {
            long fault = System.nanoTime();
            cluster.lab().agent(asked).switchover(Optional.of(other));

            assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
            applications.assertNothingLostSince(fault);
            assertThat(watch.servers()).containsExactly(leader, other);
            assertThat(watch.together()).as(Cluster.PROMISE_BROKEN).isEmpty();
        }
        assertThat(lastTakeover()).returns(List.of(), Takeover::lost);
    }

    @Test
    @Order(6)
    void whenOnlyTheMasterProcessIsKilledNothingIsLost(@TempDir Path directory) throws Exception {
        String other = cluster.besides(leader);
        try (Watch watch = Watch.begin(cluster.lab(), directory.resolve("wire"))) {
            long fault = System.nanoTime();
            cluster.lab().kill(leader, ProcessSelector.MFSMASTER);

            assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(other);
            applications.assertNothingLostSince(fault);
            assertThat(watch.servers().getLast()).isEqualTo(other);
            assertThat(watch.together()).as(Cluster.PROMISE_BROKEN).isEmpty();
        }
        cluster.awaitHot(leader);
    }

    @Test
    @Order(7)
    void anOpenFileGoesOnAcrossTheLossOfTheHost() throws Exception {
        Path file = cluster.lab().mount("client1").resolve("open");
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(open, "before");

            cluster.lab().powerOff(leader);
            cluster.awaitLeaderAbove(epoch);

            write(open, " and after");
        }
        assertThat(cluster.lab().mount("client2").resolve("open")).hasContent("before and after");
    }

    private static void write(FileChannel file, String text) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        file.force(true);
    }

    @Test
    @Order(8)
    void aLockOfALivingClientIsStillHeldAfterTheMasterWasKilled(@TempDir Path directory) throws Exception {
        String name = Files.createFile(cluster.lab().mount("client1").resolve("locked"))
                .getFileName()
                .toString();
        String here = cluster.lab().mount("client1").resolve(name).toString();
        String there = cluster.lab().mount("client2").resolve(name).toString();
        long holder = Commands.start(
                cluster.lab().host("client1").namespace().inside(List.of("flock", "-o", here, "sleep", "600")),
                directory.resolve("holder"));
        Await.until("the lock", Cluster.LIMIT, () -> !lockIsFree(there));

        cluster.lab().kill(leader, ProcessSelector.MFSMASTER);
        cluster.awaitLeaderAbove(epoch);

        assertThat(lockIsFree(there)).isFalse();
        Commands.run("kill", Long.toString(holder));
        Await.until("the lock is free", Cluster.LIMIT, () -> lockIsFree(there));
    }

    private static boolean lockIsFree(String file) throws IOException, InterruptedException {
        return Commands.attempt(List.of("flock", "-n", file, "true")).exit() == 0;
    }

    private Takeover lastTakeover() throws IOException, InterruptedException {
        return cluster.lab().history().getLast();
    }
}
