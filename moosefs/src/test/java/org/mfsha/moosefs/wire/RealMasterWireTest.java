package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.testing.RealMaster;

class RealMasterWireTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void aBarrierComesAfterEveryChangeAcknowledgedBeforeItAndLinesAreTheMastersOwn() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory);
                MetaloggerClient client =
                        MetaloggerClient.connect(master.metaloggers(), MetaloggerOptions.defaults())) {
            client.registerFresh();
            Path mount = master.mount();
            List<LogLine> lines = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 50; i++) {
                    Files.createDirectory(mount.resolve("d" + round + "-" + i));
                }
                lines.addAll(linesUntil(client, client.barrier()));
                String last = ",d" + round + "-49,";
                assertThat(lines).anyMatch(line -> line.text().contains("CREATE(1" + last));
            }
            String file = Files.readString(master.data().resolve("changelog.0.mfs"));
            StringBuilder received = new StringBuilder();
            lines.forEach(line -> received.append(line.version() + ": " + line.text() + "\n"));
            assertThat(file).contains(received); // SETMETAID came before we registered
        }
    }

    @Test
    void aResumedConnectionGetsTheOldChangesFromTheWantedVersionOn() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            Path mount = master.mount();
            for (int i = 0; i < 100; i++) {
                Files.createDirectory(mount.resolve("d" + i));
            }
            try (MetaloggerClient client =
                    MetaloggerClient.connect(master.metaloggers(), MetaloggerOptions.defaults())) {
                client.registerResume(5);
                List<LogLine> lines = linesUntil(client, client.barrier());
                assertThat(lines.getFirst().version()).isEqualTo(5);
                assertThat(lines).hasSizeGreaterThanOrEqualTo(97);
            }
        }
    }

    @Test
    void aBarrierAfterALongResumeComesBehindAllGroupsOfOldChanges() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            Path mount = master.mount();
            makeDirectories(mount, 12_000); // more than one group of 10,000 changes
            long made = versionOf(master);
            try (MetaloggerClient client =
                    MetaloggerClient.connect(master.metaloggers(), MetaloggerOptions.defaults())) {
                client.registerResume(1);
                List<LogLine> lines = linesUntil(client, client.barrier());
                assertThat(lines.getFirst().version()).isEqualTo(1);
                assertThat(lines.getLast().version()).isGreaterThanOrEqualTo(made - 1);
            }
        }
    }

    /** With a connection of its own: mfsmaster ends one that was silent for ten seconds. */
    private static long versionOf(RealMaster master) throws IOException {
        try (MasterProbe probe = MasterProbe.connect(master.clients(), LONG)) {
            return probe.info().metaVersion();
        }
    }

    private static void makeDirectories(Path mount, int count) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    assertThat(mount.resolve("d" + n).toFile().mkdir()).isTrue();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aNewMasterHasNeverSavedAndAfterAStopItsBaseCanBeDownloaded() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            Path first = Files.createDirectory(directory.resolve("first"));
            assertThat(BaseDownload.into(first, master.metaloggers(), LONG))
                    .isEqualTo(new BaseDownload.Result.NeverSaved());
            assertThat(first).isEmptyDirectory();

            master.stop();
            master.start();
            Path mount = master.mount();
            Files.createDirectory(mount.resolve("after"));
            Path second = Files.createDirectory(directory.resolve("second"));
            BaseDownload.Result result = BaseDownload.into(second, master.metaloggers(), LONG);
            assertThat(result).isInstanceOfSatisfying(BaseDownload.Result.Complete.class, complete -> {
                assertThat(complete.base().version()).isEqualTo(2);
                assertThat(complete.base().metadataId()).isNotZero();
            });
            assertThat(second.resolve("changelog.0.mfs")).content().contains("CREATE(1,after,");
            assertThat(second).isDirectoryNotContaining("glob:**.part");
        }
    }

    @Test
    void whatTheMasterSavedLastCanBeLookedAtAndDownloadedWithoutItsChangelogs() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            assertThat(BaseDownload.look(master.metaloggers(), LONG)).isEmpty();

            master.stop();
            master.start();
            Path target = Files.createDirectory(directory.resolve("target"));
            BaseFile base = BaseDownload.baseInto(target, master.metaloggers(), LONG);
            assertThat(BaseDownload.look(master.metaloggers(), LONG))
                    .contains(new BaseDownload.Saved(base.version(), base.metadataId(), base.sizeBytes()));
            assertThat(target.toFile().list()).containsExactly(BaseDownload.BASE_NAME);
        }
    }

    @Test
    void theProbeTellsVersionPositionSessionsAndChunkservers() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory);
                MasterProbe probe = MasterProbe.connect(master.clients(), LONG)) {
            assertThat(probe.version().major()).isGreaterThanOrEqualTo(3);
            long before = probe.info().metaVersion();
            Path mount = master.mount();
            Files.createDirectory(mount.resolve("one"));
            assertThat(probe.info().metaVersion()).isGreaterThanOrEqualTo(before + 2);
            assertThat(probe.sessions().sessions()).anySatisfy(session -> {
                assertThat(session.info()).isEqualTo(mount.toString());
                assertThat(session.connections()).isPositive();
            });
            assertThat(probe.chunkservers().servers()).isEmpty();
            assertThat(probe.chunkProgress().everyChunkReadable()).isTrue();
        }
    }

    @Test
    void aFrozenMasterStillAcceptsConnectionsButDoesNotAnswerTheProbe() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            master.signal("STOP");
            try (MasterProbe probe = MasterProbe.connect(master.clients(), Duration.ofMillis(300))) {
                assertThatThrownBy(probe::version).isInstanceOf(SocketTimeoutException.class);
            } finally {
                master.signal("CONT");
            }
        }
    }

    @Test
    void aDownloadFromNobodyLeavesNothingBehind() throws IOException {
        assertThatThrownBy(() -> BaseDownload.into(
                        directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), Duration.ofSeconds(2)))
                .isInstanceOf(IOException.class);
        assertThat(directory).isEmptyDirectory();
    }

    private static List<LogLine> linesUntil(MetaloggerClient client, long barrier) throws IOException {
        List<LogLine> lines = new ArrayList<>();
        while (true) {
            MetaloggerEvent event = client.next(LONG).orElseThrow();
            switch (event) {
                case MetaloggerEvent.Change change -> lines.add(change.line());
                case MetaloggerEvent.Barrier(long id)
                when id == barrier -> {
                    return lines;
                }
                default -> throw new AssertionError("unexpected " + event);
            }
        }
    }
}
