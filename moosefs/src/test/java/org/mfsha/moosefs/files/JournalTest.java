package org.mfsha.moosefs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("changelog.0.mfs");
    }

    @Test
    void linesStandInTheFileExactlyAsMooseFsWritesThem() throws Exception {
        try (Journal journal = Journal.open(file, 10)) {
            assertThat(journal.append(new LogLine(10, "5|ACCESS(1)"))).isEqualTo(new Journal.Outcome.Appended());
            journal.append(new LogLine(11, "6|ACCESS(2)"));
            journal.force();
        }
        assertThat(file).hasContent("10: 5|ACCESS(1)\n11: 6|ACCESS(2)\n");
    }

    @Test
    void manyLinesAtOnceStandThereAsIfAppendedOneByOne() throws Exception {
        try (Journal journal = Journal.open(file, 100)) {
            journal.append(line(100));
            journal.appendAll(IntStream.range(101, 40_100)
                    .mapToObj(version -> line(version))
                    .toList());
            assertReadable(journal);
            assertThatThrownBy(() -> journal.appendAll(List.of(line(40_100), line(40_102))))
                    .hasMessageContaining("expected change 40101");
            assertThat(journal.append(line(40_100))).isEqualTo(new Journal.Outcome.Appended());
        }
        assertThat(Files.readAllLines(file)).hasSize(40_001);
    }

    @Test
    void gapsDuplicatesAndDivergenceAreToldAndNotWritten() throws Exception {
        try (Journal journal = Journal.open(file, 10)) {
            journal.append(new LogLine(10, "a"));
            assertThat(journal.append(new LogLine(12, "c"))).isEqualTo(new Journal.Outcome.Gap(11));
            assertThat(journal.append(new LogLine(10, "a"))).isEqualTo(new Journal.Outcome.Duplicate());
            assertThat(journal.append(new LogLine(10, "b")))
                    .isEqualTo(new Journal.Outcome.Diverged(new LogLine(10, "a")));
            assertThat(journal.append(new LogLine(9, "z"))).isEqualTo(new Journal.Outcome.TooOld());
        }
        assertThat(file).hasContent("10: a\n");
    }

    @Test
    void reopeningDropsHalfALineAndGoesOnBehindTheLastWholeOne() throws Exception {
        Files.writeString(file, "10: a\n11: b\n12: tor");
        try (Journal journal = Journal.open(file, 1)) {
            assertThat(journal.firstVersion()).isEqualTo(10);
            assertThat(journal.nextVersion()).isEqualTo(12);
            journal.append(new LogLine(12, "c"));
        }
        assertThat(file).hasContent("10: a\n11: b\n12: c\n");
    }

    @Test
    void reopeningAFileWithAGapFails() throws Exception {
        Files.writeString(file, "10: a\n12: c\n");
        assertThatThrownBy(() -> Journal.open(file, 1))
                .isInstanceOfSatisfying(
                        GapException.class,
                        gap -> assertThat(gap.firstMissing()).isEqualTo(11));
    }

    @Test
    void anyVersionCanBeReadBackAcrossIndexMarksAndReopening() throws Exception {
        try (Journal journal = Journal.open(file, 100)) {
            for (int i = 0; i < 40_000; i++) {
                journal.append(line(100 + i));
            }
            assertReadable(journal);
        }
        try (Journal journal = Journal.open(file, 1)) {
            assertReadable(journal);
        }
    }

    @Test
    void aReadReturnsWholeLinesUpToItsLimitButAtLeastOne() throws Exception {
        try (Journal journal = Journal.open(file, 1)) {
            for (int i = 1; i <= 10; i++) {
                journal.append(new LogLine(i, "x".repeat(100)));
            }
            assertThat(journal.read(1, 1)).hasSize(1);
            assertThat(journal.read(1, 250)).hasSize(2);
            assertThat(journal.read(8, 1_000_000)).extracting(LogLine::version).containsExactly(8L, 9L, 10L);
            assertThat(journal.read(11, 100)).isEmpty();
            assertThatThrownBy(() -> journal.read(12, 100)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReaderBesideTheAppenderSeesWholeLinesInOrder() throws Exception {
        int count = 20_000;
        try (Journal journal = Journal.open(file, 1)) {
            Thread appender = Thread.ofPlatform().start(() -> appendAll(journal, count));
            List<LogLine> seen = new ArrayList<>();
            while (seen.size() < count) {
                seen.addAll(journal.read(seen.size() + 1, 10_000));
            }
            appender.join();
            for (int i = 0; i < count; i++) {
                assertThat(seen.get(i)).isEqualTo(line(i + 1));
            }
        }
    }

    @Test
    void onceAnFsyncFailedNobodyIsToldThatAnythingIsOnDisk() throws Exception {
        try (Journal journal = Journal.open(Path.of("/dev/null"), 1)) { // fsync there fails with EINVAL
            assertThatThrownBy(journal::force).isInstanceOf(IOException.class).hasMessageContaining("fsync failed:");
            assertThatThrownBy(journal::force).isInstanceOf(IOException.class).hasMessageContaining("earlier fsync");
        }
    }

    @Test
    void aFileCutBySomebodyElseIsNoticed() throws Exception {
        try (Journal journal = Journal.open(file, 1)) {
            journal.append(line(1));
            Files.newByteChannel(file, StandardOpenOption.WRITE).truncate(3).close();
            assertThatThrownBy(() -> journal.read(1, 100)).isInstanceOf(MetadataException.class);
        }
    }

    private static void appendAll(Journal journal, int count) {
        try {
            for (int i = 1; i <= count; i++) {
                journal.append(line(i));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void assertReadable(Journal journal) throws Exception {
        assertThat(journal.nextVersion()).isEqualTo(40_100);
        for (long version : new long[] {100, 1123, 1124, 1125, 20_000, 40_099}) {
            assertThat(journal.read(version, 1)).containsExactly(line(version));
        }
    }

    private static LogLine line(long version) {
        return new LogLine(version, version % 1000 + "|ACCESS(" + version + ")");
    }
}
