package org.mfsha.moosefs.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.testing.TestBases;

class FreeInodesTest {
    private static final long NOW = 100_000;
    private static final Pattern ONE_CREATED = Pattern.compile("(CREATE.*:(\\d+)|SNAPSHOT.*:(\\d+),0,0,0,0,1)$");

    @TempDir
    Path directory;

    @Test
    void theNumbersThatALostMasterWouldHaveGivenOutAreGivenToPipesThatAreRemoved() throws Exception {
        List<String> entries = follow().plan();

        assertThat(entries).hasSize(3 + 31 + 31 + 4);
        assertThat(entries.getFirst()).matches("100000\\|CREATE\\(1,\\.mfsha-[-0-9a-f]{36},2,448,0,0,0,0\\):4");
        assertThat(entries.subList(1, 5))
                .containsExactly(
                        "100000|CREATE(4,pipe,4,384,0,0,0,0):6",
                        "100000|CREATE(4,copies,2,448,0,0,0,0):10",
                        "100000|SNAPSHOT(6,10,0,0,0,0,[0],0):13,0,0,0,0,1",
                        "100000|SNAPSHOT(6,10,1,0,0,0,[0],0):14,0,0,0,0,1");
        long first = LongStream.range(44, 76).reduce(0, (a, b) -> a ^ b);
        long all = LongStream.range(13, 1036).reduce(0, (a, b) -> a ^ b);
        assertThat(entries.get(34)).isEqualTo("100000|SNAPSHOT(10,4,0,0,0,0,[0],0):" + first + ",0,0,0,0,32");
        assertThat(entries.get(65)).endsWith(",132,0,0,[0],0):" + all + ",1023,0,0,0,0");
        assertThat(entries.subList(66, 68)).containsExactly("100000|UNLINK(4,copies):10", "100000|UNLINK(4,pipe):6");
        assertThat(entries.getLast()).isEqualTo(entries.getFirst().replaceFirst("CREATE(.*),2,448.*", "UNLINK$1):4"));
    }

    @Test
    void theDirectoryHasANameThatNobodyCanKnow() throws Exception {
        assertThat(follow().plan().getFirst()).isNotEqualTo(follow().plan().getFirst());
    }

    @Test
    void whatIsCreatedTakesTheLeastFreeNumber() throws Exception {
        assertThat(follow("1|CREATE(1,a,1,420,0,0,0,0):4", "2|SYMLINK(1,b,a,0,0):6", "3|UNLINK(1,a):4")
                        .numbers())
                .startsWith(10, 13);
    }

    @Test
    void nothingIsSetAsideWhenSomethingElseGotTheNextNumber() throws Exception {
        assertThat(follow("1|CREATE(1,a,1,420,0,0,0,0):6").plan()).isEmpty();
        assertThat(follow("1|CREATE(1,a,1,420,0,0,0,0):3").plan()).isEmpty();
        assertThat(follow("1|CREATE(1,a,1,420,0,0,0,0):9999999999").plan()).isEmpty();
    }

    @Test
    void numbersOfRemovedFilesAreFreeAgainWhenALineSaysSo() throws Exception {
        assertThat(follow("86501|FREEINODES(86400):2,0," + (12 ^ 3)).numbers()).startsWith(3, 4, 6, 10, 12, 13);
        assertThat(follow("86501|FREEINODES(86400):2,0," + (12 ^ 3), "86600|FREEINODES(86400):1,0,11")
                        .numbers())
                .startsWith(3, 4, 6, 10, 11, 12, 13);
    }

    @Test
    void butNotThoseThatAreOpen() throws Exception {
        assertThat(follow("5|ACQUIRE(7,3)", "86501|FREEINODES(86400):1,1," + (12 ^ 3))
                        .numbers())
                .startsWith(4, 6, 10, 12, 13);
    }

    @Test
    void nothingIsSetAsideWhenOthersBecameFreeThanTheBaseTells() throws Exception {
        assertThat(follow("86501|FREEINODES(86400):2,0,12").plan()).isEmpty();
        assertThat(follow("86501|FREEINODES(86400):1,1," + (12 ^ 3)).plan()).isEmpty();
        assertThat(follow("90000|FREEINODES(86400):4,0,99").plan()).isEmpty();
        assertThat(follow("86501|FREEINODES():2").plan()).isEmpty();
    }

    @Test
    void nothingIsSetAsideWhenTheBaseIsGoneByThen() throws Exception {
        Followed followed = follow();
        Files.delete(directory.resolve("base"));
        followed.accept("86501|FREEINODES(86400):2,0," + (12 ^ 3));
        assertThat(followed.plan()).isEmpty();
    }

    @Test
    void aSnapshotTakesAsManyNumbersAsItHasNewObjects() throws Exception {
        assertThat(follow("1|SNAPSHOT(5,1,n,0,0,0,[0],18):7,0,0,0,1,2").numbers())
                .startsWith(10, 13);
        assertThat(follow("1|SNAPSHOT(0,1,n,128,0,0,[0],18):7,3,0,0,0,0").numbers())
                .startsWith(4, 6);
    }

    @Test
    void nothingIsSetAsideWhileItIsNotToldHowManyNumbersWereTaken() throws Exception {
        for (String untold :
                List.of("1|SNAPSHOT(5,1,n,1,0,0,[0],18):7,0,0,1,0,1", "1|SNAPSHOT(5,1,n,0,0,0,0,18)", "1|UNDEL(5)")) {
            assertThat(follow(untold).plan()).isEmpty();
            assertThat(follow(untold, "2|CREATE(1,a,1,420,0,0,0,0):10").numbers())
                    .startsWith(13, 14);
            assertThat(follow(untold, "86501|FREEINODES(86400):2,0," + (12 ^ 3), "86502|CREATE(1,a,1,420,0,0,0,0):3")
                            .plan())
                    .isEmpty();
        }
    }

    @Test
    void whoFollowsTheLinesThatSetNumbersAsideSetsTheNextOnesAside() throws Exception {
        Followed followed = follow();
        followed.plan().forEach(followed::accept);
        assertThat(followed.numbers()).startsWith(1036, 1037);
    }

    @Test
    void nothingIsSetAsideWhenNothingCanBeMissing() throws Exception {
        TakeoverLines lines = follow().lines();
        assertThat(lines.at(lines.nextVersion(), NOW, false).lines()).isEmpty();
        assertThat(lines.at(lines.nextVersion(), NOW, false).inodesAreSafe()).isTrue();
    }

    @Test
    void itIsToldWhenNumbersShouldHaveBeenSetAsideAndCouldNot() throws Exception {
        TakeoverLines lines = follow("1|UNDEL(5)").lines();
        assertThat(lines.at(lines.nextVersion(), NOW, true).inodesAreSafe()).isFalse();
        TakeoverLines certain = follow().lines();
        assertThat(certain.at(certain.nextVersion(), NOW, true).inodesAreSafe()).isTrue();
    }

    @Test
    void nothingIsSetAsideWithABaseOfAnotherLayout() throws Exception {
        Path file = TestBases.write(
                directory.resolve("old"), 10, 7, Map.of("NODE 1.3", new byte[10], "FREE 1.0", TestBases.removed()));
        TakeoverLines lines = TakeoverLines.from(BaseFile.open(file));
        assertThat(lines.at(10, NOW, true).inodesAreSafe()).isFalse();
    }

    /** A history, and what is appended to it besides chunk ids. */
    private record Followed(TakeoverLines lines) {
        void accept(String text) {
            try {
                lines.accept(new LogLine(lines.nextVersion(), text));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        List<String> plan() {
            return lines.at(lines.nextVersion(), NOW, true).lines().stream()
                    .map(LogLine::text)
                    .filter(text -> !text.contains("CHUNKADD"))
                    .filter(text -> !text.contains("SESDISCONNECTED"))
                    .toList();
        }

        List<Integer> numbers() {
            return plan().stream()
                    .flatMap(text -> ONE_CREATED.matcher(text).results())
                    .map(created -> created.group(2) == null ? created.group(3) : created.group(2))
                    .map(Integer::parseInt)
                    .toList();
        }
    }

    /** Numbers 1, 2, 5, 7, 8, 9 exist; 12, 3 and 11 were removed; 4, 6, 10, 13 and so on are free. */
    private Followed follow(String... texts) throws IOException {
        Path file = TestBases.write(
                directory.resolve("base"),
                10,
                7,
                Map.of(
                        "NODE 1.4",
                        TestBases.inodes(8, 1, 5, 9, 2, 7),
                        "FREE 1.0",
                        TestBases.removed(12, 90, 3, 100, 11, 150)));
        Followed followed = new Followed(TakeoverLines.from(BaseFile.open(file)));
        for (String text : texts) {
            followed.accept(text);
        }
        return followed;
    }
}
