package org.mfsha.moosefs.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.testing.TestBases;

class TakeoverLinesTest {
    private static final long NOW = 1000;

    @TempDir
    Path directory;

    @Test
    void everySessionThatExistsIsRenewedEvenOneThatSeemsDisconnected() throws Exception {
        TakeoverLines follower = follow(
                sessions(1, 2),
                "990|SESADD(#1,1,0,0000,0,0,999,999,1,9,0,1,0x0,1,x):3",
                "991|SESDEL(1)",
                "992|SESDISCONNECTED(2)");
        assertThat(texts(follower)).containsExactly("1000|SESDISCONNECTED(2)", "1000|SESDISCONNECTED(3)");
    }

    @Test
    void linesAreNumberedOnAndTimeNeverGoesBack() throws Exception {
        TakeoverLines follower = follow(sessions(1, 2), "2000|ACCESS(1)");
        assertThat(follower.at(11, NOW, false).lines())
                .containsExactly(
                        new LogLine(11, "2000|SESDISCONNECTED(1)"), new LogLine(12, "2000|SESDISCONNECTED(2)"));
    }

    @Test
    void anUnfinishedTruncationIsUnlockedWhoeverHasTheFileOpen() throws Exception {
        assertThat(texts(follow(Map.of(), "990|ACQUIRE(1,5)", "990|ACQUIRE(2,5)", "995|TRUNC(5,0):77")))
                .containsExactly("1000|UNLOCK(77)");
    }

    @Test
    void anUnfinishedWriteIsUnlockedWhenOneSessionHasTheFileOpen() throws Exception {
        assertThat(texts(follow(
                        Map.of("OPEN 1.0", TestBases.open(1, 5, 2, 5)), "990|RELEASE(2,5)", "995|WRITE(5,0,1,1):77")))
                .containsExactly("1000|UNLOCK(77)");
    }

    @Test
    void anUnfinishedWriteGetsTwoSecondsWhenTwoSessionsHaveTheFileOpen() throws Exception {
        TakeoverLines follower =
                follow(Map.of("OPEN 1.0", TestBases.open(1, 5)), "990|ACQUIRE(2,5)", "995|WRITE(5,3,1,1):77");

        assertThat(texts(follower)).containsExactly("881|WRITE(5,3,0,0):77");
        assertThat(follower.at(follower.nextVersion(), NOW, false).freeAtSeconds())
                .hasValue(NOW + 2);
        assertThat(follower.at(follower.nextVersion(), NOW, false).leftLocked()).isEmpty();
    }

    @Test
    void aMountMayGoOnWritingForThirtySecondsAfterTheLastWriteThatWasAllowed() throws Exception {
        TakeoverLines follower = follow(Map.of(), "975|WRITE(5,0,1,1):77", "976|UNLOCK(77)");

        assertThat(follower.at(follower.nextVersion(), NOW, false).writersGoneAtSeconds())
                .hasValue(1006);
        assertThat(follower.at(follower.nextVersion(), 1006, false).writersGoneAtSeconds())
                .isEmpty();
        TakeoverLines idle = follow(Map.of(), "999|UNLOCK(77)");
        assertThat(idle.at(idle.nextVersion(), NOW, false).writersGoneAtSeconds())
                .isEmpty();
    }

    @Test
    void aShortenedLockIsShortForWhoeverFollows() throws Exception {
        TakeoverLines follower = follow(
                Map.of("OPEN 1.0", TestBases.open(1, 5)),
                "990|ACQUIRE(2,5)",
                "995|WRITE(5,3,1,1):77",
                "881|WRITE(5,3,0,0):77");

        assertThat(follower.at(follower.nextVersion(), NOW + 2, false).lines()).isEmpty();
    }

    @Test
    void anUnfinishedWriteBeyondTheNewEndOfItsFileIsLeftLocked() throws Exception {
        TakeoverLines follower = follow(
                Map.of("OPEN 1.0", TestBases.open(1, 5)),
                "990|ACQUIRE(2,5)",
                "995|WRITE(5,3,1,1):77",
                "996|LENGTH(5,100,0)");

        assertThat(texts(follower)).isEmpty();
        assertThat(follower.at(follower.nextVersion(), NOW, false).leftLocked())
                .containsExactly(new ChunkLock(77, ChunkLock.Cause.SHARED_WRITE, 5, 3, 1115));
    }

    @Test
    void aRemovedSessionNoLongerHoldsFilesOpen() throws Exception {
        assertThat(texts(follow(
                        Map.of("OPEN 1.0", TestBases.open(1, 5, 2, 5)), "995|WRITE(5,0,1,1):77", "996|SESDEL(2)")))
                .containsExactly("1000|UNLOCK(77)");
    }

    @Test
    void aWriteIsLeftLockedAfterASnapshot() throws Exception {
        assertThat(texts(follow(Map.of(), "995|WRITE(5,0,1,1):77", "996|SNAPSHOT(5,1,n,0,0,0,[0],18):1,2,3,4,5,6")))
                .isEmpty();
    }

    @Test
    void locksThatEndedAreNotTouchedSoNoUnknownChunkIsNamed() throws Exception {
        assertThat(texts(follow(
                        Map.of(),
                        "990|WRITE(5,0,1,1):71",
                        "991|UNLOCK(71)",
                        "990|WRITE(5,1,1,1):72",
                        "992|ROLLBACK(5,1,0,72)",
                        "990|TRUNC(5,2):73",
                        "993|CHUNKDEL(73,1)",
                        "994|CHUNKADD(74,1,700000)")))
                .isEmpty();
    }

    @Test
    void locksOlderThanTwoMinutesHaveRunOut() throws Exception {
        assertThat(texts(follow(Map.of(), "879|TRUNC(5,0):71", "880|TRUNC(5,1):72")))
                .containsExactly("1000|UNLOCK(72)");
    }

    @Test
    void aLockInTheBaseIsLeftAloneAndReportedUnlessItIsChunkadds() throws Exception {
        TakeoverLines follower = follow(Map.of("CHNK 1.1", TestBases.chunks(71, 1100, 72, 700_000, 73, 0, 74, 999)));
        assertThat(texts(follower)).isEmpty();
        assertThat(follower.at(follower.nextVersion(), NOW, false).leftLocked())
                .extracting(ChunkLock::chunkId)
                .containsExactly(71L);
    }

    @Test
    void chunkIdsThatALostMasterMayHaveGivenOutAreSetAside() throws Exception {
        TakeoverLines follower = follow(Map.of(), "990|CHUNKADD(70,1,5000)", "995|WRITE(5,0,1,1):77", "996|UNLOCK(77)");

        assertThat(texts(follower)).isEmpty();
        assertThat(follower.at(follower.nextVersion(), NOW, true).lines())
                .hasSize(1000)
                .startsWith(new LogLine(13, "1000|CHUNKADD(78,1,605800)"))
                .endsWith(new LogLine(1012, "1000|CHUNKADD(1077,1,605800)"));
    }

    @Test
    void theIdsGoOnFromThoseOfTheBase() throws Exception {
        TakeoverLines follower = follow(Map.of("CHNK 1.1", TestBases.chunks()), "990|TRUNC(5,0):7");

        assertThat(follower.at(follower.nextVersion(), NOW, true).lines())
                .extracting(LogLine::text)
                .contains("1000|CHUNKADD(1000,1,605800)")
                .doesNotContain("1000|CHUNKADD(999,1,605800)");
    }

    @Test
    void aLineThatIsNotTheNextOneIsRefused() throws Exception {
        TakeoverLines follower = follow(Map.of());
        assertThatThrownBy(() -> follower.accept(new LogLine(12, "1|ACCESS(1)")))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("expected change 10");
    }

    private Map<String, byte[]> sessions(int... ids) throws IOException {
        return Map.of("SESS 1.5", TestBases.sessions(ids));
    }

    private TakeoverLines follow(Map<String, byte[]> sections, String... texts) throws IOException {
        Path file = TestBases.write(directory.resolve("base"), 10, 7, sections);
        TakeoverLines follower = TakeoverLines.from(BaseFile.open(file));
        for (String text : texts) {
            follower.accept(new LogLine(follower.nextVersion(), text));
        }
        return follower;
    }

    private static List<String> texts(TakeoverLines follower) {
        return follower.at(follower.nextVersion(), NOW, false).lines().stream()
                .map(LogLine::text)
                .toList();
    }
}
