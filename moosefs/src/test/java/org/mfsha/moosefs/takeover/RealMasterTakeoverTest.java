package org.mfsha.moosefs.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogReader;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.StoredChunkLocks;
import org.mfsha.moosefs.files.StoredSessions;
import org.mfsha.moosefs.testing.RealMaster;

/** What we read, write and append is put before an unmodified mfsmaster. */
class RealMasterTakeoverTest {
    @TempDir
    Path directory;

    @Test
    void aBrandNewInstallationGetsACompleteBaseByStartingAndStoppingMfsmasterOnce() throws Exception {
        try (RealMaster master = RealMaster.fresh(directory)) {
            master.stop();
            BaseFile base = BaseFile.open(master.data().resolve("metadata.mfs"));
            assertThat(base.version()).isEqualTo(2);
            assertThat(base.metadataId()).isNotZero();
            assertThat(base.sections())
                    .extracting(BaseFile.Section::name)
                    .contains("SESS", "NODE", "EDGE", "OPEN", "CSDB", "CHNK");
        }
    }

    @Test
    void aKilledMastersDirectoryBecomesAnImageWhoseTakeoverLinesMfsmasterAccepts() throws Exception {
        Image image = imageOfAKilledMaster();
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            TakeoverLines follower = follow(image);
            TakeoverLines.Plan plan =
                    follower.at(journal.nextVersion(), Instant.now().getEpochSecond(), false);
            assertThat(plan.lines()).extracting(LogLine::text).anyMatch(text -> text.contains("SESDISCONNECTED("));
            for (LogLine line : plan.lines()) {
                journal.append(line);
            }
        }
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            Path mount = promoted.mount();
            assertThat(mount.resolve("d99")).isDirectory();
            assertThat(mount.resolve("file")).isRegularFile();
        }
        assertThat(directory.resolve("promoted/log")).content().doesNotContain("expected", "garbage", "error");
    }

    @Test
    void locksOfUnfinishedWritesAreGoneAfterTheTakeoverLines() throws Exception {
        assertThat(locksAfterRestore(true)).isEmpty();
    }

    @Test
    void withoutTheTakeoverLinesTheLocksOfUnfinishedWritesStay() throws Exception {
        assertThat(locksAfterRestore(false)).containsKeys(1L, 2L);
    }

    @Test
    void aLockOfAFileThatTwoSessionsHaveOpenEndsInTwoSeconds() throws Exception {
        Map<Long, Long> locks = locksAfterRestore(true, "ACQUIRE(900,102)", "ACQUIRE(901,102)");

        assertThat(locks).doesNotContainKey(2L);
        assertThat(locks.getOrDefault(1L, 0L)).isLessThanOrEqualTo(Instant.now().getEpochSecond() + 2);
    }

    @Test
    void unlockingAnUnknownChunkIsFatalToTheReplay() throws Exception {
        Image image = imageOfAKilledMaster();
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            journal.append(new LogLine(journal.nextVersion(), "4000000000|UNLOCK(12345)"));
        }
        assertThatThrownBy(() -> RealMaster.on(directory.resolve("promoted"), image.directory()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No such chunk");
    }

    /** A client that wrote to a chunk made by the lost master tells its successor, which logs that unseen. */
    @Test
    void unlockingAChunkThatOnlyTheLostMasterKnewIsHarmlessWhenItsIdIsSetAside() throws Exception {
        Image image = imageOfAKilledMaster();
        long now = Instant.now().getEpochSecond();
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            for (LogLine line :
                    follow(image).at(journal.nextVersion(), now, true).lines()) {
                journal.append(line);
            }
            journal.append(new LogLine(journal.nextVersion(), now + "|UNLOCK(1)"));
            journal.append(new LogLine(journal.nextVersion(), now + "|UNLOCK(1000)"));
        }
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            assertThat(promoted.mount().resolve("file")).isRegularFile();
            promoted.stop();
        }
        assertThat(StoredChunkLocks.nextChunkId(BaseFile.open(image.directory().resolve("metadata.mfs"))))
                .isEqualTo(1001);
    }

    @Test
    void aSecondLineOfOneVersionSilentlyEndsTheReplaySoAJournalMustNeverHoldOne() throws Exception {
        Image image = imageOfAKilledMaster();
        long version = image.nextVersion();
        Files.writeString(
                image.changelog(),
                version + ": placeholder\n" + version + ": 1|CREATE(1,late,2,511,18,0,0,0):103\n",
                StandardOpenOption.APPEND);
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            assertThat(promoted.mount().resolve("late")).doesNotExist();
            assertThat(promoted.log()).content().contains("found garbage at the end of file");
        }
    }

    @Test
    void aMasterThatCannotListenSavesAllItsMetadataBeforeItExitsSoTheImageIsSpent() throws Exception {
        Image image = imageOfAKilledMaster();
        List<Integer> ports = RealMaster.freePorts();
        try (ServerSocket taken = new ServerSocket(ports.get(2), 50, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> RealMaster.on(directory.resolve("promoted"), image.directory(), ports))
                    .hasMessageContaining("can't listen on");
        }
        BaseFile saved = BaseFile.open(image.directory().resolve("metadata.mfs"));
        assertThat(saved.version()).isEqualTo(image.nextVersion());
        assertThat(image.changelog()).doesNotExist();
    }

    @Test
    void anEmptyChangelogIsSkippedAndTheMasterServesTheBase() throws Exception {
        Path data = Files.createDirectory(directory.resolve("image"));
        try (RealMaster master = RealMaster.fresh(directory)) {
            master.stop();
            Files.copy(master.data().resolve("metadata.mfs"), data.resolve(Image.BASE_NAME));
        }
        Files.createFile(data.resolve(Image.CHANGELOG_NAME));
        try (RealMaster again = RealMaster.on(directory.resolve("again"), data)) {
            assertThat(again.log()).exists();
        }
    }

    private Map<Long, Long> locksAfterRestore(boolean withTakeoverLines, String... before) throws Exception {
        Image image = imageOfAKilledMaster();
        long now = Instant.now().getEpochSecond();
        try (Journal journal = Journal.open(image.changelog(), image.baseVersion())) {
            for (String change : before) {
                journal.append(new LogLine(journal.nextVersion(), now + "|" + change));
            }
            long inode = 102; // the file: the root is 1, directories d0 to d99 are 2 to 101
            journal.append(new LogLine(journal.nextVersion(), now + "|WRITE(" + inode + ",0,1,1):1"));
            journal.append(new LogLine(journal.nextVersion(), now + "|WRITE(" + inode + ",1,1,1):2"));
            journal.append(new LogLine(journal.nextVersion(), now + "|UNLOCK(2)"));
            journal.append(new LogLine(journal.nextVersion(), now + "|TRUNC(" + inode + ",1):2"));
            TakeoverLines follower = follow(image);
            for (LogLine line : follower.at(journal.nextVersion(), now, false).lines()) {
                if (withTakeoverLines) {
                    journal.append(line);
                }
            }
        }
        try (RealMaster promoted = RealMaster.on(directory.resolve("promoted"), image.directory())) {
            promoted.stop();
        }
        BaseFile saved = BaseFile.open(image.directory().resolve("metadata.mfs"));
        Map<Long, Long> locks = new TreeMap<>();
        StoredChunkLocks.read(saved, locks::put);
        assertThat(StoredSessions.read(saved).sessions()).isNotEmpty();
        return locks;
    }

    /** A base of version 2 and the lines of a mount that made 100 directories and a file. */
    private Image imageOfAKilledMaster() throws Exception {
        Path home = Files.createDirectory(directory.resolve("first"));
        try (RealMaster master = RealMaster.fresh(home)) {
            master.stop();
            master.start();
            Path mount = master.mount();
            for (int i = 0; i < 100; i++) {
                Files.createDirectory(mount.resolve("d" + i));
            }
            Files.createFile(mount.resolve("file"));
            master.kill();
            master.unmount(mount);
        }
        return ImageAssembler.assemble(
                ImageSource.scan(home.resolve("data")), directory.resolve("image"), OptionalLong.empty());
    }

    private static TakeoverLines follow(Image image) throws IOException {
        TakeoverLines follower = TakeoverLines.from(BaseFile.open(image.base()));
        List<LogLine> lines = new ArrayList<>();
        try (ChangelogReader reader = ChangelogReader.open(image.changelog())) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                lines.add(line.get());
            }
        }
        for (LogLine line : lines) {
            follower.accept(line);
        }
        return follower;
    }
}
