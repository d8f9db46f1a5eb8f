package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/**
 * Two mounts write the same chunk while the leader is lost: what fsync promised is there, and every copy of every chunk
 * holds the same.
 */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedChunkLabTest {
    private Cluster cluster;
    private Path first;
    private Path second;
    private AgentStatus before;

    enum Fault {
        SWITCHOVER {
            @Override
            void happen(Cluster cluster, String leader) throws IOException, InterruptedException {
                cluster.lab().switchover(Optional.empty());
            }
        },
        MASTER_KILLED {
            @Override
            void happen(Cluster cluster, String leader) throws IOException, InterruptedException {
                cluster.lab().kill(leader, ProcessSelector.MFSMASTER);
            }
        },
        HOST_LOST {
            @Override
            void happen(Cluster cluster, String leader) throws IOException, InterruptedException {
                cluster.lab().powerOff(leader);
            }
        };

        abstract void happen(Cluster cluster, String leader) throws IOException, InterruptedException;
    }

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.prepare(Cluster.spec());
        for (String candidate : cluster.candidates()) {
            cluster.set(candidate, "REPLICATIONS_DELAY_SECONDS", "1"); // MooseFS repairs what a fault interrupted
        }
        cluster.lab().startAll();
        first = cluster.lab().mount("client1");
        second = cluster.lab().mount("client2");
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
    }

    private void lose(Fault fault) throws Exception {
        fault.happen(cluster, before.node());
        cluster.awaitLeaderAbove(before.epoch());
    }

    @ParameterizedTest
    @EnumSource
    void whatTwoMountsWroteIntoOneChunkIsThereAndOnAllDisksTheSame(Fault fault) throws Exception {
        String name = "shared-" + fault;
        try (var writers = SharedWriters.start(List.of(first.resolve(name), second.resolve(name)))) {
            writers.awaitProgress();

            lose(fault);

            writers.awaitProgress();
            writers.finish();
            assertThat(writers.errors()).isEmpty();
            assertHolds(name, writers.history());
        }
    }

    private void assertHolds(String name, WriteHistory history) throws Exception {
        var replicas = new Replicas(cluster.lab());
        Await.until(
                "two copies of each chunk",
                Cluster.LIMIT,
                () -> replicas.unusual(2).isEmpty());
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(history.violations(read(first.resolve(name))))
                    .as("seen by one mount")
                    .isEmpty();
            softly.assertThat(history.violations(read(second.resolve(name))))
                    .as("seen by the other")
                    .isEmpty();
            softly.assertThat(differences(replicas)).as("copies that differ").isEmpty();
        });
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> differences(Replicas replicas) {
        try {
            return replicas.different();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Guards {@code TakeoverLines}: what a snapshot has touched since it was locked stays locked. */
    @Test
    void aSnapshotTakenAroundItHoldsWhatWasAcknowledgedBefore(@TempDir Path directory) throws Exception {
        String name = "original";
        Path log = directory.resolve("snapshots");
        try (var writers = SharedWriters.start(List.of(first.resolve(name), second.resolve(name)))) {
            writers.awaitProgress();
            long snapshots = Commands.start(
                    cluster.lab().host("client2").namespace().inside(List.of("sh", "-c", snapshotsOf(name))), log);
            Await.until("a snapshot", Cluster.LIMIT, () -> taken(log).size() >= 2);

            lose(Fault.SWITCHOVER);

            int sofar = taken(log).size();
            Await.until(
                    "a snapshot of the new master",
                    Cluster.LIMIT,
                    () -> taken(log).size() > sofar);
            Commands.run("kill", Long.toString(snapshots));
            writers.awaitProgress();
            writers.finish();
            assertThat(writers.errors()).isEmpty();
            assertHolds(name, writers.history());
            List<Long> taken = taken(log);
            for (int i = 0; i < taken.size(); i++) {
                byte[] content = read(first.resolve(name + "." + (i + 1)));
                assertThat(writers.history().violations(content, OptionalLong.of(taken.get(i))))
                        .as("snapshot %d of %d", i + 1, taken.size())
                        .isEmpty();
            }
        }
    }

    /** Takes snapshots, and tells of each, when it is there, since when the machine had been up when it was asked for. */
    private String snapshotsOf(String name) {
        return "cd '" + second + "'; i=1; while :; do begun=$(cut -d' ' -f1 /proc/uptime); if mfsmakesnapshot " + name
                + " " + name + ".$i; then echo taken $begun; i=$((i+1)); fi; sleep 0.2; done";
    }

    private static List<Long> taken(Path log) throws IOException {
        List<Long> taken = new ArrayList<>();
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                if (line.startsWith("taken ")) {
                    taken.add((long) (Double.parseDouble(line.substring("taken ".length())) * 1e9));
                }
            }
        }
        return taken;
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatOneMountCutsWhileAnotherWritesIsTheSameOnAllDisks(Fault fault) throws Exception {
        String name = "cut-" + fault;
        try (var cutter = Cutter.start(first.resolve(name), second.resolve(name))) {
            cutter.awaitProgress();

            lose(fault);

            cutter.awaitProgress();
            cutter.finish();
            assertThat(cutter.errors()).isEmpty();
            var replicas = new Replicas(cluster.lab());
            Await.until(
                    "two copies of each chunk",
                    Cluster.LIMIT,
                    () -> replicas.unusual(2).isEmpty());
            assertThat(replicas.different()).isEmpty();
            assertThat(cutter.violations(read(first.resolve(name)))).isEmpty();
            assertThat(cutter.violations(read(second.resolve(name)))).isEmpty();
        }
    }
}
