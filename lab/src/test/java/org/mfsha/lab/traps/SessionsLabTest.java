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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

/**
 * A client comes back seconds after a takeover by a standby that is older than two minutes. Such a master looks for
 * sessions to delete every ten seconds from the first moment on (sessions.c, sessions_check, 3.0.117).
 */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsLabTest {
    private static final int AGE_SECONDS = 1_000;
    private static final long CHECK_MILLIS = 10_000;

    private Cluster cluster;
    private Path directory;

    @BeforeAll
    void makeCluster(@TempDir Path temporary) throws Exception {
        directory = temporary;
        cluster = Cluster.start(
                Cluster.spec().withHosts(2, 1, 1, 2).withMasterProgram(EarlyBirth.mfsmaster(temporary, AGE_SECONDS)));
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Guards {@code TakeoverLines}: {@code SESDISCONNECTED} for every session. */
    @Test
    void aClientThatComesBackLaterStillHasItsUnlinkedFileAndItsLocks() throws Exception {
        Path here = cluster.lab().mount("client1");
        Path there = cluster.lab().mount("client2");
        Files.writeString(here.resolve("flocked"), "");
        Files.writeString(here.resolve("locked"), "");
        Path unlinked = here.resolve("unlinked");
        Files.writeString(unlinked, "written before");
        AgentStatus before = cluster.leader();
        try (FileChannel file = FileChannel.open(unlinked, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(unlinked);
            long flock = hold(here.resolve("flocked"), FLOCK);
            long record = hold(here.resolve("locked"), RECORD_LOCK);
            Await.until(
                    "both locks",
                    Cluster.LIMIT,
                    () -> !isFree(there, "flocked", FLOCK) && !isFree(there, "locked", RECORD_LOCK));

            cluster.lab().cut("client1");
            cluster.lab().powerOff(before.node());
            cluster.awaitLeaderAbove(before.epoch());
            passACheck();
            assertThat(isFree(there, "flocked", FLOCK))
                    .as("flock of a client that is away")
                    .isFalse();
            assertThat(isFree(there, "locked", RECORD_LOCK))
                    .as("record lock of a client that is away")
                    .isFalse();
            cluster.lab().heal("client1");

            file.write(ByteBuffer.wrap("and after".getBytes(StandardCharsets.US_ASCII)), "written ".length());
            file.force(true);
            ByteBuffer all = ByteBuffer.allocate(100);
            file.read(all, 0);
            assertThat(new String(all.array(), 0, all.position(), StandardCharsets.US_ASCII))
                    .isEqualTo("written and after");
            assertThat(isFree(there, "flocked", FLOCK)).as("flock").isFalse();
            assertThat(isFree(there, "locked", RECORD_LOCK)).as("record lock").isFalse();
            Commands.run("kill", Long.toString(flock), Long.toString(record));
            Await.until(
                    "free locks",
                    Cluster.LIMIT,
                    () -> isFree(there, "flocked", FLOCK) && isFree(there, "locked", RECORD_LOCK));
        }
    }

    /** The master looks when the wall clock shows a multiple of ten seconds. What it leaves alone announces itself nowhere. */
    private static void passACheck() throws InterruptedException {
        long since = System.currentTimeMillis() % CHECK_MILLIS;
        TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS - since + 2_000);
    }

    private static final String FLOCK =
            "use Fcntl ':flock'; open my $f, '+<', $ARGV[0] or die $!;" + " flock($f, LOCK_EX | LOCK_NB) or exit 9;";

    /** A lock by fcntl(2): {@code struct flock} of x86-64 and arm64, the whole file. */
    private static final String RECORD_LOCK = "use Fcntl; open my $f, '+<', $ARGV[0] or die $!;"
            + " my $l = pack('s s x4 q q l x4', F_WRLCK, 0, 0, 0, 0); fcntl($f, F_SETLK, $l) or exit 9;";

    private long hold(Path file, String lock) throws IOException {
        return Commands.start(
                List.of("perl", "-e", lock + " sleep 600", file.toString()),
                directory.resolve(file.getFileName() + ".log"));
    }

    private static boolean isFree(Path mount, String file, String lock) throws IOException, InterruptedException {
        Commands.Result result =
                Commands.attempt(List.of("perl", "-e", lock, mount.resolve(file).toString()));
        assertThat(result.exit()).as(result.output()).isIn(0, 9);
        return result.exit() == 0;
    }
}
