package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * A client has asked the leader for a chunk to write, the chunk is locked for it, and the answer dies with the leader. The
 * client asks again: without a cure the new master lets it wait for 30 s, up to four times.
 */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockedChunkLabTest {
    /** A new master lets whoever asks for a locked chunk wait so long before it looks again (matoclserv.c, 3.0.117). */
    private static final int QUEUED_SECONDS = 30;

    private static final ProcessSelector CHUNKSERVER = new ProcessSelector.Named("mfschunkserver");
    private static final List<String> SERVERS = List.of("cs1", "cs2");

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

    @AfterEach
    void hear() throws Exception {
        cluster.on("client1", "nft", "delete", "table", "ip", "deaf");
    }

    /** The answer to a request of client1 that makes this line is lost, together with the leader. */
    private void assertGoesOnSoon(String line, String name, Callable<?> request) throws Exception {
        int linesBefore = lines(line);
        String rules = "add table ip deaf; add chain ip deaf cut { type filter hook input priority -500; };"
                + " add rule ip deaf cut tcp sport 9421 drop";
        assertThat(cluster.on("client1", "nft", rules)).returns(0, result -> result.exit());
        var going = new FutureTask<>(request);
        Thread.ofPlatform().daemon().name("request").start(going);
        Await.until("the line " + line + " at the standby", Cluster.LIMIT, () -> lines(line) > linesBefore);

        cluster.lab().powerOff(before.node());
        hear();
        for (String server : SERVERS) {
            cluster.lab().thaw(server, CHUNKSERVER);
        }

        cluster.awaitLeaderAbove(before.epoch());
        going.get(QUEUED_SECONDS - 5, TimeUnit.SECONDS);
        assertThat(second.resolve(name)).hasContent("after");
        assertThat(new Replicas(cluster.lab()).different()).isEmpty();
    }

    /** How many lines of this kind the standby has. */
    private int lines(String operation) throws IOException {
        String standby = cluster.besides(before.node());
        Path images = cluster.lab().host(standby).var("mfsha").resolve("images");
        int lines = 0;
        try (var all = Files.list(images)) {
            for (Path image : all.toList()) {
                for (String line : Files.readAllLines(image.resolve("changelog.0.mfs"), StandardCharsets.ISO_8859_1)) {
                    lines += line.contains("|" + operation + "(") ? 1 : 0;
                }
            }
        }
        return lines;
    }

    /** Guards {@code TakeoverLines}: {@code UNLOCK} for a chunk that one session writes. */
    @Test
    void aWriteWhoseAnswerDiesWithTheLeaderGoesOnSoon() throws Exception {
        Files.writeString(first.resolve("alone"), "first");
        try (FileChannel file = FileChannel.open(first.resolve("alone"), StandardOpenOption.WRITE)) {
            assertGoesOnSoon("WRITE", "alone", () -> write(file));
        }
    }

    /** Guards {@code TakeoverLines}: the shortened lock of a chunk that several sessions may be writing. */
    @Test
    void soItDoesWhenAnotherMountHasTheFileOpen() throws Exception {
        Files.writeString(first.resolve("together"), "first");
        try (FileChannel file = FileChannel.open(first.resolve("together"), StandardOpenOption.WRITE);
                FileChannel other = FileChannel.open(second.resolve("together"), StandardOpenOption.WRITE)) {
            assertThat(other.isOpen()).isTrue();
            assertGoesOnSoon("WRITE", "together", () -> write(file));
        }
    }

    /** Guards {@code TakeoverLines}: {@code UNLOCK} for a truncation. */
    @Test
    void aTruncationWhoseAnswerDiesWithTheLeaderGoesOnSoon() throws Exception {
        Files.writeString(first.resolve("long"), "after all");

        try (FileChannel file = FileChannel.open(first.resolve("long"), StandardOpenOption.WRITE)) {
            for (String server : SERVERS) {
                cluster.lab().freeze(server, CHUNKSERVER); // so that the old leader cannot finish it
            }
            assertGoesOnSoon("TRUNC", "long", () -> file.truncate("after".length()));
        }
    }

    private static FileChannel write(FileChannel file) throws IOException {
        file.write(ByteBuffer.wrap("after".getBytes(StandardCharsets.US_ASCII)), 0);
        file.force(true);
        return file;
    }
}
