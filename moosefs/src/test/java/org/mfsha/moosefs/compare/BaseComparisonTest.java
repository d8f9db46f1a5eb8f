package org.mfsha.moosefs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.testing.TestBases;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaseComparisonTest {
    private static final int COUNTERS = 16 * 8; // sessions.c, SESSION_STATS, of this hour and of the last

    /** How long a section without records is. */
    private static final Map<String, Long> EMPTY =
            Map.of("FREE", 4L, "QUOT", 4L, "CSDB", 4L, "OPEN", 8L, "XATR", 9L, "PLCK", 37L, "SESS", 195L, "CHNK", 25L);

    private Path directory;
    private SmallWorld world;
    private BaseFile saved;

    @BeforeAll
    void makeAWorld(@TempDir Path temporary) throws Exception {
        directory = temporary;
        world = SmallWorld.in(directory);
        saved = world.saved("saved");
    }

    @Test
    void aFileIsEqualToItselfAndEverySectionIsCompared() throws Exception {
        Comparison comparison = BaseComparison.of(saved, saved);

        assertThat(comparison.isEqual()).isTrue();
        assertThat(comparison.sections())
                .containsExactlyInAnyOrder(
                        "SESS", "SCLA", "NODE", "EDGE", "FREE", "QUOT", "XATR", "PACL", "OPEN", "FLCK", "PLCK", "CSDB",
                        "CHNK");
    }

    @Test
    void everyByteOfEverySectionCountsExceptTheThreeFieldsThatAReplayDoesNotReproduce() throws Exception {
        byte[] bytes = Files.readAllBytes(saved.path());
        Path altered = directory.resolve("altered");
        for (BaseFile.Section section : saved.sections()) {
            assertThat(section.lengthBytes()).as(section.name()).isGreaterThan(EMPTY.getOrDefault(section.name(), 17L));
            Set<Integer> unnoticed = new HashSet<>();
            for (int i = 0; i < section.lengthBytes(); i++) {
                int at = (int) section.offset() + i;
                bytes[at] ^= 1;
                Files.write(altered, bytes);
                bytes[at] ^= 1;
                if (!isNoticed(section, BaseFile.open(altered))) {
                    unnoticed.add(i);
                }
            }
            assertThat(unnoticed).as(section.name()).isEqualTo(volatileBytes(section));
        }
    }

    /** A file whose structure is destroyed cannot be compared, which is told as well. */
    private boolean isNoticed(BaseFile.Section section, BaseFile altered) throws IOException {
        try {
            return BaseComparison.ofSection(saved, section, altered, section).isPresent();
        } catch (MetadataException e) {
            return true;
        }
    }

    private Set<Integer> volatileBytes(BaseFile.Section section) throws IOException {
        BitSet bytes = new BitSet();
        byte[] content = Files.readAllBytes(saved.path());
        ByteBuffer in = ByteBuffer.wrap(content, (int) section.offset(), (int) section.lengthBytes())
                .slice();
        // Those of the mark at the end, which has id 0, too.
        if (section.name().equals("SESS")) {
            int at = 6;
            for (int id = 1; id != 0; at += 61 + COUNTERS + in.getInt(at + 12)) {
                id = in.getInt(at);
                bytes.set(at + 57, at + 61 + COUNTERS); // disconnected, and the counters
            }
        }
        if (section.name().equals("CHNK")) {
            int at = 8;
            for (long id = 1; id != 0; at += 17) {
                id = in.getLong(at);
                bytes.set(at + 12, at + 16); // locked until
            }
        }
        return Set.copyOf(bytes.stream().boxed().toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CREATE(1,dir,2,511,18,0,0,0):2 | CREATE(1,dir,2,448,18,0,0,0):2 | NODE | inode 2: mode is 0700 here, 0755 on the leader
                    CREATE(1,dir,2,511,18,0,0,0):2 | CREATE(1,bin,2,511,18,0,0,0):2 | EDGE | in directory 1, inode 2: name is 'bin' here, 'dir' on the leader
                    CREATE(1,device,5,384,18,0,0,2049):6 | CREATE(1,device,5,384,18,0,0,2050):6 | NODE | inode 6: device is 2050 here, 2049 on the leader
                    SETXATTR(3,user.a,value,0) | SETXATTR(3,user.b,value,0) | XATR | attribute 'user.a' is only on the leader
                    SETACL(3,420,0,1,6,4,4,7,1,1,%00%00%03%EA%00%05%00%00%00d%00%04) | SETACL(3,420,0,1,6,4,4,5,1,1,%00%00%03%EA%00%05%00%00%00d%00%04) | PACL | mask is 05 here, 07 on the leader
                    QUOTA(2,0,19,0,100,1000,1000000,0,0,0,0,0,0) | QUOTA(2,0,19,0,101,1000,1000000,0,0,0,0,0,0) | QUOT | inode 2: inodes (soft) is 101 here, 100 on the leader
                    ACQUIRE(2,3) | ACQUIRE(2,2) | OPEN | session 2, open inode 2 is only here
                    FLOCK(3,1,99,W) | FLOCK(3,1,99,R) | FLCK | inode 3, owner 99, session 1: kind is
                    POSIXLOCK(3,1,98,W,0,50,4711) | POSIXLOCK(3,1,98,W,0,51,4711) | PLCK | end is 51 here, 50 on the leader
                    CSDBOP(0,2130706434,9422,0) | CSDBOP(0,2130706434,9423,0) | CSDB | chunkserver 127.0.0.2, port 9422 is only on the leader
                    SCSET(scA,1,W1,K1,A1,1,0,0,1,0,0,0,1,0,0,0,1,0,0,0):10 | SCSET(scB,1,W1,K1,A1,1,0,0,1,0,0,0,1,0,0,0,1,0,0,0):10 | SCLA | storage class 10: name is 'scB' here, 'scA' on the leader
                    WRITE(3,1,1,0):2 | WRITE(3,2,1,0):2 | NODE | inode 3: length is 134217728 here, 67108864 on the leader
                    UNLOCK(1) | SETVERSION(1,7) | CHNK | chunk 1: version is 7 here, 1 on the leader
                    UNLINK(2,nothing):7 | ACCESS(7) | FREE | free inode 7 is only on the leader
                    SESADD(#77,1,8,0000,0,0,999,999,1,9,0,4294967295,0x00000000,2130706433,/mnt/b):2 | SESADD(#77,1,8,0000,0,0,999,999,1,9,0,4294967295,0x00000000,2130706433,/mnt/c):2 | SESS | session 2: info is '/mnt/c' here, '/mnt/b' on the leader
                    """)
    void anotherChangeThatMfsmasterReplaysAsWellIsFoundAndNamed(
            String change, String instead, String section, String words) throws Exception {
        BaseFile rebuilt = world.savedWith("with-" + Integer.toHexString(instead.hashCode()), change, instead);

        Comparison comparison = BaseComparison.of(saved, rebuilt);

        assertThat(comparison.divergences())
                .filteredOn(each -> each.section().equals(section))
                .singleElement()
                .satisfies(divergence -> assertThat(divergence.inWords()).contains(words));
    }

    @Test
    void theOrderOfRecordsDoesNotMatterTheirNumberDoes() throws Exception {
        BaseFile leader = withOpenFiles("order", 1, 10, 1, 11, 2, 10);

        assertThat(BaseComparison.of(leader, withOpenFiles("other", 2, 10, 1, 10, 1, 11))
                        .isEqual())
                .isTrue();
        assertThat(BaseComparison.of(leader, withOpenFiles("twice", 2, 10, 1, 10, 1, 11, 1, 11))
                        .isEqual())
                .isFalse();
    }

    @Test
    void aSessionThatOnlyTheRebuiltFileHasMayBeOneThatItsClientJustClosed() throws Exception {
        BaseFile closed = withSessions("closed", 1, 3);
        BaseFile all = withSessions("all", 1, 2, 3);

        assertThat(BaseComparison.of(closed, all).isEqual()).isTrue();
        assertThat(BaseComparison.of(all, closed).divergences())
                .singleElement()
                .satisfies(divergence -> assertThat(divergence.inWords()).contains("session 2 is only on the leader"));
    }

    @Test
    void whereNearlyEverythingDiffersOnlyAPartIsKeptAndTheNumberIsALowerBound() throws Exception {
        int[] some = IntStream.range(0, 1_200_000).map(i -> i + 1).toArray();
        int[] others = IntStream.range(0, 1_200_000).map(i -> i + 2).toArray();

        Comparison comparison = BaseComparison.of(withOpenFiles("some", some), withOpenFiles("others", others));

        assertThat(comparison.divergences()).singleElement().satisfies(divergence -> {
            assertThat(divergence.more()).isTrue();
            assertThat(divergence.records()).isBetween(1_000, 1_200_000);
            assertThat(divergence.inWords()).startsWith("section OPEN: at least ");
        });
    }

    @Test
    void aSectionOfOnlyOneFileIsADifference() throws Exception {
        BaseFile with = withSessions("with", 1);
        BaseFile without = file("without", Map.of());

        assertThat(BaseComparison.of(with, without).divergences())
                .singleElement()
                .satisfies(divergence ->
                        assertThat(divergence.inWords()).contains("the whole section is only on the leader"));
        assertThat(BaseComparison.of(without, with).isEqual()).isFalse();
    }

    @Test
    void aSectionWhoseLayoutIsNotKnownCountsOnlyWhileItsBytesAreTheSame() throws Exception {
        BaseFile one = file("one", Map.of("OPEN 9.0", new byte[] {1, 2, 3}));
        BaseFile same = file("same", Map.of("OPEN 9.0", new byte[] {1, 2, 3}));
        BaseFile other = file("other", Map.of("OPEN 9.0", new byte[] {1, 2, 4}));

        assertThat(BaseComparison.of(one, same).isEqual()).isTrue();
        assertThatThrownBy(() -> BaseComparison.of(one, other))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("section OPEN has a layout (9.0 and 9.0) that this mfsha does not know");
    }

    @Test
    void filesOfDifferentVersionsOrInstallationsAreNotCompared() throws Exception {
        BaseFile one = BaseFile.open(TestBases.write(directory.resolve("v7"), 7, 1, Map.of()));
        BaseFile later = BaseFile.open(TestBases.write(directory.resolve("v8"), 8, 1, Map.of()));
        BaseFile foreign = BaseFile.open(TestBases.write(directory.resolve("f7"), 7, 2, Map.of()));

        assertThatThrownBy(() -> BaseComparison.of(one, later)).hasMessageContaining("they cannot be compared");
        assertThatThrownBy(() -> BaseComparison.of(one, foreign)).hasMessageContaining("they cannot be compared");
    }

    private BaseFile withOpenFiles(String name, int... pairs) throws IOException {
        return file(name, Map.of("OPEN 1.0", TestBases.open(pairs)));
    }

    private BaseFile withSessions(String name, int... ids) throws IOException {
        return file(name, Map.of("SESS 1.5", TestBases.sessions(ids)));
    }

    private BaseFile file(String name, Map<String, byte[]> sections) throws IOException {
        return BaseFile.open(TestBases.write(directory.resolve("file-" + name), 7, 1, new LinkedHashMap<>(sections)));
    }
}
