package org.mfsha.lab.traps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
 * A chunkserver is slow to return after a takeover. MooseFS counts REPLICATIONS_DELAY_INIT from the start of the process
 * (chunks.c, 3.0.117), which was long ago on a standby: the new master would copy at once what has copies enough.
 *
 * <p>A loop over all chunks takes a minute at least, and what was written within the last hour is looked at by nothing
 * else; so about one file in sixty is copied in a second, once copying is allowed.
 */
@Tag("lab")
@RequiresLab
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeedlessReplicationLabTest {
    private static final int FILES = 240;
    private static final int GOAL = 2;
    private static final int DELAY_SECONDS = 12;
    private static final ProcessSelector CHUNKSERVER = new ProcessSelector.Named("mfschunkserver");
    private static final String SLOW = "cs3";

    private Cluster cluster;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.prepare(Cluster.spec().withHosts(2, 1, 3, 1));
        for (String candidate : cluster.candidates()) {
            cluster.set(candidate, "REPLICATIONS_DELAY_SECONDS", Integer.toString(DELAY_SECONDS));
            // Every process is old enough for this delay, as a standby of an hour is for the usual minute.
            Files.write(
                    cluster.lab().host(candidate).etc("mfsmaster.cfg"),
                    List.of("REPLICATIONS_DELAY_INIT = 0", "CHUNKS_LOOP_MIN_TIME = 60"),
                    StandardOpenOption.APPEND);
        }
        cluster.lab().startAll();
        cluster.calm();
    }

    @AfterAll
    void removeCluster() throws Exception {
        if (cluster != null) {
            cluster.lab().thaw(SLOW, CHUNKSERVER);
            cluster.close();
        }
    }

    /** Guards {@code MasterLauncher}'s REPLICATIONS_DELAY_INIT and {@code Serving.liftOverrides}. */
    @Test
    void nothingIsCopiedWhileAChunkserverMayStillReturnAndWhatIsMissingIsCopiedAfterThat() throws Exception {
        Path mount = cluster.lab().mount("client1");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(mount.resolve("file" + i), "content " + i);
        }
        var replicas = new Replicas(cluster.lab());
        replicas.await(GOAL);
        AgentStatus before = cluster.leader();
        cluster.lab().freeze(SLOW, CHUNKSERVER);
        cluster.lab().powerOff(before.node());
        long lost = System.nanoTime();
        AgentStatus after = cluster.awaitLeaderAbove(before.epoch());

        // The first copy tells when copying began; without the delay that is as soon as two chunkservers are back.
        Await.until("a copy of a chunk that has too few", Cluster.LIMIT, () -> copied(replicas) > 0);

        assertThat(System.nanoTime() - lost)
                .as("nothing is copied for the time that the administrator set")
                .isGreaterThan(TimeUnit.SECONDS.toNanos(DELAY_SECONDS));
        assertThat(cluster.leader()).returns(after.epoch(), AgentStatus::epoch);
    }

    /** Copies that are there beyond those that were asked for. */
    private static long copied(Replicas replicas) throws IOException {
        return replicas.all().values().stream()
                .filter(copies -> copies.size() > GOAL)
                .count();
    }
}
