package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.failover.Cluster;
import org.mfsha.lab.system.Await;

/**
 * A new master serves while no chunkserver is back: they are frozen here until somebody has asked for a chunk. A mount
 * that is told that a chunk has no copies does not ask again for ten seconds (readdata.c, 3.0.117).
 */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkserverReturnLabTest {
    private static final int NO_COPIES_SECONDS = 10;
    private static final int FILES = 8;
    private static final String CONTENT = "content";
    private static final ProcessSelector CHUNKSERVER = new ProcessSelector.Named("mfschunkserver");
    private static final List<String> SERVERS = List.of("cs1", "cs2");

    private Cluster cluster;
    private Path first;
    private Path second;
    private AgentStatus before;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.prepare(Cluster.spec());
        for (String candidate : cluster.candidates()) {
            cluster.set(candidate, "CHUNKSERVER_WAIT_MILLIS", "60000"); // longer than they stay frozen
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

    @AfterEach
    void thaw() throws Exception {
        for (String server : SERVERS) {
            cluster.lab().thaw(server, CHUNKSERVER);
        }
    }

    /** Guards {@code Firewall.Rule.HOLD_CHUNK_REQUESTS} and {@code LookupAnswers}. */
    @Test
    void aFileThatIsLookedUpAndReadThenIsReadWhenTheChunkserversAreBackAndMetadataDoesNotWait() throws Exception {
        List<Path> files = writeFiles("one");
        freeze();
        cluster.lab().powerOff(before.node());
        String leader = cluster.awaitLeaderAbove(before.epoch()).node();

        assertThat(begin(this::workOnMetadata).get(30, TimeUnit.SECONDS)).isTrue();
        assertAreReadInTime(leader, List.of(begin(() -> Files.readString(files.getFirst()))));
    }

    /** Guards the same when mfsmaster writes several answers at once. */
    @Test
    void soAreManyFilesThatAreBeingLookedUpWhenTheLeaderIsLost() throws Exception {
        List<Path> files = writeFiles("many");
        freeze();
        cluster.lab().freeze(before.node(), ProcessSelector.MFSMASTER);
        List<FutureTask<String>> readings = new ArrayList<>();
        for (Path file : files) {
            readings.add(begin(() -> Files.readString(file)));
        }
        Await.until("questions to the leader", Cluster.LIMIT, () -> hasQuestions(before.node()));
        cluster.lab().powerOff(before.node());
        String leader = cluster.awaitLeaderAbove(before.epoch()).node();

        assertAreReadInTime(leader, readings);
    }

    private void freeze() throws Exception {
        for (String server : SERVERS) {
            cluster.lab().freeze(server, CHUNKSERVER);
        }
    }

    private void assertAreReadInTime(String leader, List<FutureTask<String>> readings) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(NO_COPIES_SECONDS - 1);
        Await.until("a question for a chunk", Cluster.LIMIT, () -> holdsQuestions(leader));
        thaw();
        for (FutureTask<String> reading : readings) {
            assertThat(reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                    .isEqualTo(CONTENT);
        }
    }

    /** One mount writes and so has the content; the other one must ask for it. In directories of their own. */
    private List<Path> writeFiles(String name) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            Path file = Files.createDirectory(first.resolve(name + i)).resolve("file");
            Files.writeString(file, CONTENT);
            files.add(second.resolve(first.relativize(file)));
        }
        return files;
    }

    private boolean workOnMetadata() throws IOException {
        Path directory = Files.createDirectory(first.resolve("new"));
        Files.createFile(directory.resolve("file"));
        Files.move(directory, first.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        return Files.size(first.resolve("one1").resolve("file")) == CONTENT.length()
                && Files.exists(first.resolve("moved").resolve("file"));
    }

    private static <T> FutureTask<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name("application").start(task);
        return task;
    }

    /** Whether its mfsmaster has left anything unread that a client sent. */
    private boolean hasQuestions(String leader) throws IOException, InterruptedException {
        return cluster.on(leader, "ss", "-Htn", "sport", "=", ":9421")
                .output()
                .lines()
                .anyMatch(line -> !line.matches("\\S+\\s+0\\s.*"));
    }

    private boolean holdsQuestions(String leader) throws IOException, InterruptedException {
        return cluster.on(leader, "nft", "list", "set", "inet", "mfsha", "held")
                .output()
                .contains("elements");
    }
}
