package org.mfsha.agent.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

/** A standby with the real mfsmaster, gate and guard. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StandbyTest {
    private static final String GOOD = "1700000000|ACCESS(1)";
    /** No such inode: mfsmaster's restore ends with an error. */
    private static final String IMPOSSIBLE = "1700000000|ACCESS(987654)";

    private static final Lineage LINEAGE =
            new Lineage(List.of(new EpochRecord(7, new NodeId("a"), 1, EpochRecord.Reason.FIRST_START)));

    private final List<Standby> primed = new ArrayList<>();
    private PrivateHost host;

    @BeforeAll
    void makeHost() throws IOException {
        host = new PrivateHost();
    }

    @AfterEach
    void endStandbys() throws IOException {
        for (Standby standby : primed) {
            standby.close();
        }
        primed.clear();
    }

    @AfterAll
    void removeHost() throws IOException {
        host.close();
    }

    @Test
    void anImageWithoutAnyLineBecomesHotAndStaysSilent() throws Exception {
        host.run(() -> {
            Image image = host.image();
            Standby standby = prime(image);

            assertThat(standby.position()).isEqualTo(new Position(7, image.baseVersion()));
            assertThat(standby.ended()).isNotDone();
            assertThat(isListening(9419)).isFalse();
        });
    }

    @Test
    void anImageWithLinesBecomesHotAtItsLastLine() throws Exception {
        host.run(() -> {
            Image image = host.image(GOOD, GOOD, GOOD);
            Standby standby = prime(image);

            assertThat(standby.nextVersion()).isEqualTo(image.baseVersion() + 3);
            assertThat(standby.ended()).isNotDone();
        });
    }

    @Test
    void theFirstLineOfAnEmptyChangelogDoesNotMakeItLive() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image());
            long first = standby.nextVersion();

            for (long version = first; version < first + 50; version++) {
                assertThat(standby.append(new LogLine(version, GOOD))).isEqualTo(new Journal.Outcome.Appended());
                standby.flush();
            }

            assertThat(standby.position()).isEqualTo(new Position(7, first + 50));
            assertThat(standby.ended()).isNotDone();
            assertThat(isListening(9419)).isFalse();
        });
    }

    @Test
    void appendedLinesAreReadAtOnceAndOneThatCannotBeAppliedEndsTheStandby() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image(GOOD));
            standby.append(new LogLine(standby.nextVersion(), GOOD));
            standby.append(new LogLine(standby.nextVersion(), IMPOSSIBLE));
            standby.flush();

            assertThat(standby.ended().get(10, TimeUnit.SECONDS)).contains("mfsmaster ended");
        });
    }

    @Test
    void aLineThatDoesNotFollowIsRefusedAndTheStandbyGoesOn() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image(GOOD));
            long next = standby.nextVersion();

            assertThat(standby.append(new LogLine(next + 1, GOOD))).isEqualTo(new Journal.Outcome.Gap(next));
            assertThat(standby.append(new LogLine(next - 1, GOOD))).isEqualTo(new Journal.Outcome.Duplicate());
            assertThat(standby.append(new LogLine(next - 1, IMPOSSIBLE))).isInstanceOf(Journal.Outcome.Diverged.class);
            assertThat(standby.append(new LogLine(next, GOOD))).isEqualTo(new Journal.Outcome.Appended());
        });
    }

    @Test
    void aYoungerImageWithChangesThatNeverBecameHistoryIsNoPartOfTheOlderOne() throws Exception {
        host.run(() -> {
            Standby young = prime(host.image(GOOD, GOOD, GOOD));
            Standby old = prime(host.image(GOOD));
            assertThat(young.isPartOf(old)).isTrue();

            old.enter(LINEAGE.followedBy(
                    new EpochRecord(8, new NodeId("b"), old.nextVersion(), EpochRecord.Reason.LEASE_LOST)));

            assertThat(young.isPartOf(old)).isFalse();
            assertThat(old.isPartOf(old)).isTrue();
        });
    }

    @Test
    void aLaterEpochIsOnDiskWhenItIsEntered() throws Exception {
        host.run(() -> {
            Image image = host.image(GOOD);
            Standby standby = prime(image);
            Lineage later = LINEAGE.followedBy(
                    new EpochRecord(9, new NodeId("b"), standby.nextVersion(), EpochRecord.Reason.LEASE_LOST));

            standby.enter(later);

            assertThat(host.store().lineage(image.directory())).isEqualTo(later);
            assertThat(standby.position()).isEqualTo(new Position(9, standby.nextVersion()));
        });
    }

    @Test
    void aStoppedProcessIsNoticedAndSoIsItsReturn() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image(GOOD));
            assertThat(standby.isStopped()).isFalse();

            signal(standby, "STOP");
            await("it is stopped", standby::isStopped);

            signal(standby, "CONT");
            await("it goes on", () -> !standby.isStopped());
            assertThat(standby.append(new LogLine(standby.nextVersion(), GOOD)))
                    .isEqualTo(new Journal.Outcome.Appended());
        });
    }

    @Test
    void aProcessThatIsGoneIsNotCalledStopped() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image(GOOD));
            standby.master().kill();
            standby.ended().get(10, TimeUnit.SECONDS);

            assertThat(standby.isStopped()).isFalse();
        });
    }

    @Test
    void anImageThatCannotBeLoadedIsAnErrorThatSaysWhyAndLeavesNothingRunning() throws Exception {
        host.run(() -> {
            Image image = host.image(GOOD, IMPOSSIBLE, GOOD);

            assertThatThrownBy(() -> Standby.prime(image, LINEAGE, host.store(), host.launcher()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("mfsmaster did not load the image")
                    .hasMessageContaining("ended");
            assertThat(host.processes()).isEmpty();
        });
    }

    @Test
    void aBaseThatIsDamagedIsAnErrorAndLeavesNothingRunning() throws Exception {
        host.run(() -> {
            Image image = host.image(GOOD);
            byte[] base = Files.readAllBytes(image.base());
            for (int i = 100; i < base.length - 100; i++) {
                base[i] = (byte) 0xff;
            }
            // Another file: images may share their base by hard links.
            Files.delete(image.base());
            Files.write(image.base(), base);

            assertThatThrownBy(() -> Standby.prime(image, LINEAGE, host.store(), host.launcher()))
                    .isInstanceOf(IOException.class);
            assertThat(host.processes()).isEmpty();
        });
    }

    @Test
    void anOpenGateWithoutTheSharedAddressServesNobody() throws Exception {
        host.run(() -> {
            Standby standby = prime(host.image(GOOD));

            standby.openGate();

            assertThatThrownBy(() -> standby.master().awaitListening(Duration.ofSeconds(10)))
                    .isInstanceOf(IOException.class);
            assertThat(standby.ended().get(10, TimeUnit.SECONDS)).contains("mfsmaster ended");
        });
    }

    @Test
    void closingEndsTheProcessAndKeepsTheFilesAsTheyWere() throws Exception {
        host.run(() -> {
            Image image = host.image(GOOD);
            byte[] base = Files.readAllBytes(image.base());
            byte[] changelog = Files.readAllBytes(image.changelog());
            Standby standby = Standby.prime(image, LINEAGE, host.store(), host.launcher());

            standby.close();

            assertThat(standby.ended()).isDone();
            assertThat(host.processes()).isEmpty();
            assertThat(image.base()).hasBinaryContent(base);
            assertThat(image.changelog()).hasBinaryContent(changelog);
        });
    }

    private Standby prime(Image image) throws IOException, InterruptedException {
        Standby standby = Standby.prime(image, LINEAGE, host.store(), host.launcher());
        primed.add(standby);
        return standby;
    }

    private static void signal(Standby standby, String name) throws IOException, InterruptedException {
        long pid = standby.master().awaitPid(Duration.ofSeconds(1));
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The kernel delivers a signal when the process is next scheduled. */
    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean isListening(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
