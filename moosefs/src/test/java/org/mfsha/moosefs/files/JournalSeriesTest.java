package org.mfsha.moosefs.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSeriesTest {
    private static final long PIECE_BYTES = 100;

    @TempDir
    private Path directory;

    private JournalSeries series;

    @BeforeEach
    void begin() throws IOException {
        series = new JournalSeries(Journal.open(directory.resolve("epoch-000003.mfs"), 10), PIECE_BYTES);
    }

    @AfterEach
    void end() throws IOException {
        series.close();
    }

    @Test
    void whatIsAppendedStandsInPiecesWithoutAGap() throws IOException {
        append(10, 40);

        List<Long> versions = new ArrayList<>();
        for (Journal piece : series.pieces()) {
            piece.read(piece.firstVersion(), 1_000_000).forEach(line -> versions.add(line.version()));
        }
        assertThat(series.pieces()).hasSizeGreaterThan(2);
        assertThat(versions).isSorted().hasSize(30).startsWith(10L).endsWith(39L);
        assertThat(series.nextVersion()).isEqualTo(40);
    }

    @Test
    void anOldPieceStillKnowsItsLines() throws IOException {
        append(10, 40);

        assertThat(series.append(line(11))).isEqualTo(new Journal.Outcome.Duplicate());
        assertThat(series.append(new LogLine(11, "1|OTHER():1"))).isInstanceOf(Journal.Outcome.Diverged.class);
        assertThat(series.append(line(9))).isEqualTo(new Journal.Outcome.TooOld());
        assertThat(series.append(line(50))).isEqualTo(new Journal.Outcome.Gap(40));
    }

    @Test
    void wholePiecesAreGivenUpButNeverTheOneThatGrows() throws IOException {
        append(10, 40);
        long second = series.pieces().get(1).firstVersion();

        series.dropBefore(second + 1);

        assertThat(series.pieces().getFirst().firstVersion()).isEqualTo(second);
        assertThat(directory.resolve("epoch-000003.mfs")).doesNotExist();

        series.dropBefore(Long.MAX_VALUE);

        assertThat(series.pieces()).hasSize(1);
        append(40, 41);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    private void append(long from, long until) throws IOException {
        for (long version = from; version < until; version++) {
            assertThat(series.append(line(version))).isEqualTo(new Journal.Outcome.Appended());
        }
    }

    private static LogLine line(long version) {
        return new LogLine(version, "1790000000|ACCESS(" + version + ")");
    }
}
