package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/**
 * A mount that keeps writing holds its chunk for up to half a minute and talks to the chunkservers only (writedata.c,
 * 3.0.117): a takeover in the middle of that is nothing to it, and it must not be to its data.
 */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InFlightLabTest {
    private static final int UNITS_PER_BLOCK = 65_536 / WriteHistory.UNIT_BYTES;

    private static final Duration SNAPSHOT_LIMIT = Duration.ofSeconds(80);

    private Cluster cluster;
    private Path first;
    private Path second;
    private AgentStatus before;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec());
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

    private interface Meanwhile {
        void happen() throws Exception;
    }

    /** A stream of writes without an fsync before its end; in the middle the leader is lost, and then something else. */
    private void assertAllOfAStreamIsThere(String name, WriteHistory history, Meanwhile afterTheTakeover)
            throws Exception {
        Path path = first.resolve(name);
        Files.write(path, new byte[4 * 65_536]);
        List<WriteHistory.Write> written = new CopyOnWriteArrayList<>();
        List<String> errors = new CopyOnWriteArrayList<>();
        var ending = new AtomicBoolean(); // An interrupt in the middle of a write would close the channel.
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            Thread stream = Thread.ofPlatform().daemon().name("stream").start(() -> {
                try {
                    for (int i = 0; !ending.get(); i++) {
                        var write = history.begin((i * 4) % (2 * UNITS_PER_BLOCK), 4);
                        file.write(write.bytes(), write.offset());
                        written.add(write);
                        TimeUnit.MILLISECONDS.sleep(20); // shorter than a mount waits for more
                    }
                } catch (IOException e) {
                    errors.add(e.toString());
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            TimeUnit.SECONDS.sleep(1);
            cluster.lab().kill(before.node(), ProcessSelector.MFSMASTER);
            cluster.awaitLeaderAbove(before.epoch());
            afterTheTakeover.happen();
            TimeUnit.SECONDS.sleep(1);
            ending.set(true);
            stream.join();
            assertThat(errors).isEmpty();
            file.force(true);
            written.forEach(WriteHistory.Write::acknowledged);
        }
        assertThat(history.violations(Files.readAllBytes(path))).isEmpty();
        assertThat(history.violations(Files.readAllBytes(second.resolve(name)))).isEmpty();
        assertThat(new Replicas(cluster.lab()).different()).isEmpty();
    }

    /** Guards MooseFS's own: the new master raises the version of a chunk before it lets another mount write. */
    @Test
    void itsDataIsThereThoughAnotherMountWroteMeanwhile() throws Exception {
        var history = new WriteHistory();

        assertAllOfAStreamIsThere("written", history, () -> write(second.resolve("written"), history));
    }

    /** Guards {@code SnapshotHold}. */
    @Test
    void itsDataIsThereThoughTheFileWasSnapshotAndAnotherMountWroteMeanwhile(@TempDir Path directory) throws Exception {
        var history = new WriteHistory();

        assertAllOfAStreamIsThere("snapped", history, () -> {
            makeSnapshot("snapped", "copy", directory.resolve("snapshot"));
            write(second.resolve("snapped"), history);
        });
    }

    /** The tool gives up after 20 s (mfstools_master.c, 3.0.117), and cannot be killed while its mount waits. */
    private void makeSnapshot(String name, String copy, Path log) throws Exception {
        String script =
                "cd '" + second + "'; until mfsmakesnapshot " + name + " " + copy + "; do sleep 1; done; echo made";
        Commands.start(cluster.lab().host("client2").namespace().inside(List.of("sh", "-c", script)), log);
        Await.until(
                "a snapshot",
                SNAPSHOT_LIMIT,
                () -> Files.exists(log) && Files.readString(log).contains("made"));
    }

    private static void write(Path path, WriteHistory history) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            var write = history.begin(3 * UNITS_PER_BLOCK, 8);
            file.write(write.bytes(), write.offset());
            file.force(true);
            write.acknowledged();
        }
    }
}
