package org.mfsha.agent.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

final class SalvageTest {
    /** Lines of 100 bytes: 10,000 of them are four times the first window. */
    private static final String PADDING = "x".repeat(80);

    @TempDir
    private Path directory;

    @Test
    void linesFromAVersionOnAreRead() throws IOException {
        write("changelog.0.mfs", lines(1, 10));

        assertThat(versions(Salvage.linesFrom(newest(), 7))).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void aVersionOlderThanTheFirstWindowIsFoundInALargerOne() throws IOException {
        write("changelog.0.mfs", lines(1, 10_000));
        assertThat(Files.size(newest())).isGreaterThan(3 * 256 * 1024);

        for (long version : new long[] {1, 2, 17, 4_000, 7_378, 9_000, 9_999, 10_000}) {
            List<LogLine> found = Salvage.linesFrom(newest(), version);

            assertThat(found).as("from %d", version).hasSize((int) (10_001 - version));
            assertThat(found.getFirst().version()).isEqualTo(version);
            assertThat(found.getLast().version()).isEqualTo(10_000);
        }
    }

    @Test
    void whereverTheWindowBeginsNoLineIsLost() throws IOException {
        for (int shift = 0; shift < 130; shift++) {
            String first = "1: FIRST(" + "y".repeat(shift) + ")\n";
            write("changelog.0.mfs", first + lines(2, 3_000));

            assertThat(Salvage.linesFrom(newest(), 1)).as("shift %d", shift).hasSize(3_000);
        }
    }

    @Test
    void aLineLongerThanTheWindowIsRead() throws IOException {
        String huge = "2: HUGE(" + "z".repeat(190_000) + ")\n3: HUGE(" + "z".repeat(190_000) + ")\n";
        write("changelog.0.mfs", lines(1, 1) + huge);

        assertThat(versions(Salvage.linesFrom(newest(), 2))).containsExactly(2L, 3L);
    }

    @Test
    void aTornLastLineIsLeftOut() throws IOException {
        write("changelog.0.mfs", lines(1, 3) + "4: 1|CREA");

        assertThat(versions(Salvage.linesFrom(newest(), 2))).containsExactly(2L, 3L);
    }

    @Test
    void aFileOfHalfALineHasNoLines() throws IOException {
        write("changelog.0.mfs", "4: 1|CREA");

        assertThat(Salvage.linesFrom(newest(), 1)).isEmpty();
    }

    @Test
    void anEmptyFileHasNoLines() throws IOException {
        write("changelog.0.mfs", "");

        assertThat(Salvage.linesFrom(newest(), 1)).isEmpty();
    }

    @Test
    void aVersionNotWrittenYetHasNoLines() throws IOException {
        write("changelog.0.mfs", lines(1, 10_000));

        assertThat(Salvage.linesFrom(newest(), 10_001)).isEmpty();
    }

    @Test
    void namesInAnyEncodingComeThroughByteForByte() throws IOException {
        byte[] line = "1: 5|CREATE(1,\u00fc\u00ff,f)\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(newest(), line);

        assertThat(Salvage.linesFrom(newest(), 1).getFirst().bytes()).isEqualTo(line);
    }

    @Test
    void theTailBeyondTheJournalIsAppended() throws IOException {
        write("changelog.0.mfs", lines(5, 20));
        try (Journal journal = journalWith(5, 12)) {
            Salvage.tail(directory, journal);

            assertThat(journal.nextVersion()).isEqualTo(21);
        }
        assertThat(Files.readString(directory.resolve("journal"))).isEqualTo(lines(5, 20));
    }

    @Test
    void aTailThatBeganBeforeTheHourChangedIsFoundInBothFiles() throws IOException {
        write("changelog.1.mfs", lines(1, 20));
        write("changelog.0.mfs", lines(21, 25));
        try (Journal journal = journalWith(15, 17)) {
            Salvage.tail(directory, journal);

            assertThat(journal.nextVersion()).isEqualTo(26);
        }
        assertThat(Files.readString(directory.resolve("journal"))).isEqualTo(lines(15, 25));
    }

    @Test
    void aTailIsFoundWhenTheNewFileHasNoLineYet() throws IOException {
        write("changelog.1.mfs", lines(1, 20));
        write("changelog.0.mfs", "");
        try (Journal journal = journalWith(15, 17)) {
            Salvage.tail(directory, journal);

            assertThat(journal.nextVersion()).isEqualTo(21);
        }
    }

    @Test
    void nothingIsAppendedWhenTheJournalHasEverything() throws IOException {
        write("changelog.0.mfs", lines(1, 17));
        try (Journal journal = journalWith(15, 17)) {
            Salvage.tail(directory, journal);

            assertThat(journal.nextVersion()).isEqualTo(18);
        }
    }

    @Test
    void aMasterThatNeverWroteLeavesNothing() throws IOException {
        try (Journal journal = journalWith(15, 17)) {
            Salvage.tail(directory, journal);

            assertThat(journal.nextVersion()).isEqualTo(18);
        }
    }

    @Test
    void missingChangesAreAnErrorAndNothingIsAppendedAcrossThem() throws IOException {
        write("changelog.0.mfs", lines(19, 25));
        try (Journal journal = journalWith(15, 17)) {
            assertThatThrownBy(() -> Salvage.tail(directory, journal))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("18")
                    .hasMessageContaining("missing");
            assertThat(journal.nextVersion()).isEqualTo(18);
        }
    }

    private Journal journalWith(long first, long last) throws IOException {
        Path file = directory.resolve("journal");
        Files.writeString(file, lines(first, last));
        return Journal.open(file, 1);
    }

    private static String lines(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(version -> version + ": " + PADDING + "\n")
                .collect(Collectors.joining());
    }

    private static List<Long> versions(List<LogLine> lines) {
        return lines.stream().map(LogLine::version).toList();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Path newest() {
        return directory.resolve("changelog.0.mfs");
    }
}
