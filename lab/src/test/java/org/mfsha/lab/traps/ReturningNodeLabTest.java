package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** A node comes back with changes that the new leader never got. */
@Tag("lab")
@RequiresLab
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReturningNodeLabTest {
    private Cluster cluster;
    private Path mount;
    private AgentStatus before;
    private List<String> standbys;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec().withHosts(3, 2, 0, 1));
        mount = cluster.lab().mount("client1");
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
        before = cluster.leader();
        standbys = cluster.candidates().stream()
                .filter(name -> !name.equals(before.node()))
                .toList();
    }

    /** Guards {@code Origins}: a former leader's files are compared with the leader's history, cut and reported. */
    @Test
    void whatOnlyAFormerLeaderHadIsNamedAndSetAsideAndTheNodeIsAStandbyAgain() throws Exception {
        standbys.forEach(this::keepChangesFrom);
        Files.createDirectory(mount.resolve("only-here"));

        cluster.lab().powerOff(before.node());
        cluster.awaitLeaderAbove(before.epoch());
        Await.until("the loss", Cluster.LIMIT, () -> !Files.exists(mount.resolve("only-here")));
        Files.createDirectory(mount.resolve("afterwards"));
        cluster.calm();

        assertNamedAndSetAside(before.node(), "only-here");
        assertThat(mount.resolve("afterwards")).isDirectory();
        assertThat(mount.resolve("only-here")).doesNotExist();
    }

    /** Guards {@code Steward}: a standby that has more than a new leader's history does not follow it as it is. */
    @Test
    void whatAStandbyHadBeyondTheNewLeaderIsNamedAndSetAsideAndItFollows() throws Exception {
        String behind = standbys.getFirst();
        String ahead = standbys.getLast();
        keepChangesFrom(behind);
        Files.createDirectory(mount.resolve("ahead"));
        Await.until("the change at " + ahead, Cluster.LIMIT, () -> holds(ahead, "images", "ahead"));

        cluster.lab().cut(ahead);
        cluster.lab().powerOff(before.node());
        assertThat(cluster.awaitLeaderAbove(before.epoch()).node()).isEqualTo(behind);
        Files.createDirectory(mount.resolve("later"));
        cluster.calm();

        assertNamedAndSetAside(ahead, "ahead");
        assertNamedAndSetAside(before.node(), "ahead");
        assertThat(mount.resolve("later")).isDirectory();
        assertThat(mount.resolve("ahead")).doesNotExist();
        assertThat(cluster.leader().node()).isEqualTo(behind);
    }

    private void assertNamedAndSetAside(String host, String name) throws Exception {
        assertThat(cluster.lab().agent(host).history())
                .flatExtracting(takeover -> takeover.lost())
                .anyMatch(change -> change.contains("\"/" + name + "\""));
        cluster.awaitProblem(host, "changes were lost");
        Await.until("the old files aside", Cluster.LIMIT, () -> holds(host, "archive", name));
        assertThat(cluster.leader().node(host)).get().returns("standby", AgentStatus.Node::role);
    }

    /** Until calm() the leader's changes do not reach this standby. */
    private void keepChangesFrom(String standby) {
        try {
            String rules = "add table ip fault; add chain ip fault cut { type filter hook output priority -500; };"
                    + " add rule ip fault cut ip daddr "
                    + cluster.lab().host(standby).address() + " tcp sport 9419 drop";
            assertThat(cluster.on(before.node(), "nft", rules)).returns(0, result -> result.exit());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean holds(String host, String place, String name) throws IOException, InterruptedException {
        Path directory = cluster.lab().host(host).var("mfsha").resolve(place);
        return Commands.attempt(Archived.search("," + name + ",", directory)).exit() == 0;
    }
}
