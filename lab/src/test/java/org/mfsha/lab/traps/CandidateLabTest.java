package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
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
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** A candidate with nothing, with another cluster's data, with an old mfsmaster: none of them leads. */
@Tag("lab")
@RequiresLab
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CandidateLabTest {
    private Cluster cluster;
    private Path directory;
    private Path foreign;
    private Path mount;

    @BeforeAll
    void makeClusters(@TempDir Path temporary) throws Exception {
        directory = temporary;
        foreign = Files.createDirectory(directory.resolve("foreign"));
        try (Cluster other = Cluster.start(Cluster.spec().withHosts(2, 1, 0, 1))) {
            Files.createDirectory(other.lab().mount("client1").resolve("foreign"));
            other.calm();
            String standby = other.besides(other.leader().node());
            other.stopAgent(standby);
            Path data = other.lab().host(standby).var("mfsha");
            for (String part : List.of("images", "journals")) {
                if (Files.exists(data.resolve(part))) {
                    Commands.run("cp", "-a", data.resolve(part).toString(), foreign.toString());
                }
            }
        }
        cluster = Cluster.start(Cluster.spec().withHosts(2, 1, 0, 1));
        mount = cluster.lab().mount("client1");
        Files.createDirectory(mount.resolve("kept"));
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
    }

    /** Guards {@code Outlet.mayCreateMetadata} and {@code Origins.fromElsewhere}. */
    @Test
    void anEmptiedNodeLeadsNothingAndIsAStandbyOnceThereIsALeader() throws Exception {
        for (String host : List.of("m1", "m2", "w1")) {
            cluster.lab().powerOff(host);
        }
        empty("m1"); // the one that would make an empty file system, were it a new cluster
        cluster.lab().powerOn("m1");
        cluster.lab().powerOn("w1");

        cluster.awaitStatus(
                "m1",
                "that it waits for data",
                status -> status.node("m1")
                                .filter(node -> node.whyNotHot().contains("no metadata here and no leader"))
                                .isPresent()
                        && status.node("w1").filter(AgentStatus.Node::reachable).isPresent());
        assertThat(cluster.lab().leader()).isEmpty();

        cluster.lab().powerOn("m2");
        cluster.calm();
        assertThat(cluster.leader().node()).isEqualTo("m2");
        assertThat(mount.resolve("kept")).isDirectory();
        handOverTo("m1");
        assertThat(mount.resolve("kept")).isDirectory();
    }

    /** Guards {@code Steward.isForeign}: epochs and versions of the other cluster look like this one's. */
    @Test
    void anotherClustersDataIsRefusedToldAndSetAsideAndTheNodeIsAStandby() throws Exception {
        String leader = cluster.leader().node();
        String standby = cluster.besides(leader);
        Files.createDirectory(mount.resolve("here-too"));
        cluster.stopAgent(standby);
        Path data = cluster.lab().host(standby).var("mfsha");
        for (String part : List.of("images", "journals")) {
            Commands.run("rm", "-rf", data.resolve(part).toString());
        }
        Commands.run("cp", "-a", foreign + "/.", data.toString());

        cluster.lab().start(standby);

        cluster.awaitLog(standby, "is another cluster's");
        cluster.calm();
        assertThat(Commands.attempt(Archived.search(",foreign,", data.resolve("archive"))))
                .returns(0, result -> result.exit());
        handOverTo(standby);
        assertThat(mount.resolve("here-too")).isDirectory();
        assertThat(mount.resolve("foreign")).doesNotExist();
    }

    /** Guards {@code Candidate.oldMaster}. */
    @Test
    void aCandidateWithAnOlderMasterDoesNotTakeOverAndIsToldAbout() throws Exception {
        handOverTo("m1");
        Path old = directory.resolve("mfsmaster");
        Files.writeString(old, """
                #!/bin/sh
                if [ "$1" = -v ]; then echo 'version: 3.0.116-1 ; build: 1'; exit; fi
                exec /usr/sbin/mfsmaster "$@"
                """);
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.set("m2", "MASTER_PROGRAM", old.toString());
        cluster.stopAgent("m2");
        cluster.lab().start("m2");

        try {
            cluster.awaitProblem("m1", "m2 is not hot", "3.0.116 is older than the leader's 3.0.117");
            cluster.lab().powerOff("m1");
            cluster.awaitStatus(
                    "m2",
                    "that nobody leads",
                    status -> status.leader().isEmpty()
                            && status.whyNoLeader()
                                    .filter("no node is ready to lead"::equals)
                                    .isPresent());
            cluster.lab().powerOn("m1");
            assertThat(cluster.leader().node()).isEqualTo("m1");
        } finally {
            cluster.set("m2", "MASTER_PROGRAM", "/usr/sbin/mfsmaster");
            cluster.stopAgent("m2");
        }
        cluster.calm();
        handOverTo("m2");
    }

    private void empty(String host) throws Exception {
        for (String data : List.of("mfsha", "mfs")) {
            Commands.run("find", cluster.lab().host(host).var(data).toString(), "-mindepth", "1", "-delete");
        }
    }

    private void handOverTo(String host) throws Exception {
        AgentStatus before = cluster.leader();
        if (!before.node().equals(host)) {
            cluster.lab().switchover(Optional.of(host));
            Await.until(
                    host + " to lead",
                    Cluster.LIMIT,
                    () -> cluster.lab()
                            .leader()
                            .filter(status -> status.node().equals(host))
                            .isPresent());
            cluster.calm();
        }
    }
}
