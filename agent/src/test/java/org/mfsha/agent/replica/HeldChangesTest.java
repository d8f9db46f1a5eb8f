package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.core.history.Lineage;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;

final class HeldChangesTest {
    private final List<Journal> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws IOException {
        for (Journal journal : opened) {
            journal.close();
        }
    }

    @Test
    void changesFromAVersionOnAreThere() throws IOException {
        assertThat(versions(held(journal(5, 10)), 8)).containsExactly(8L, 9L, 10L);
    }

    @Test
    void thereIsNothingBeforeTheFirstAndAfterTheLast() throws IOException {
        HeldChanges held = held(journal(5, 10));

        assertThat(versions(held, 4)).isEmpty();
        assertThat(versions(held, 11)).isEmpty();
        assertThat(versions(held, 12)).isEmpty();
        assertThat(versions(held, 0)).isEmpty();
        assertThat(versions(held, Long.MIN_VALUE)).isEmpty();
        assertThat(versions(held, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void theSecondFileGoesOnWhereTheFirstEnds() throws IOException {
        HeldChanges held = held(journal(5, 7), journal(8, 10));

        assertThat(versions(held, 6)).containsExactly(6L, 7L);
        assertThat(versions(held, 8)).containsExactly(8L, 9L, 10L);
    }

    @Test
    void aFileWithoutAnyChangeIsPassedOver() throws IOException {
        HeldChanges held = held(journal(5, 4), journal(5, 6));

        assertThat(versions(held, 5)).containsExactly(5L, 6L);
    }

    @Test
    void aLongHistoryIsToldInPortionsThatGoOnWithoutAGap() throws IOException {
        Journal journal = journal(1, 0);
        for (long version = 1; version <= 100; version++) {
            journal.append(new LogLine(version, "x".repeat(20_000)));
        }
        HeldChanges held = held(journal);
        List<Long> all = new ArrayList<>();
        List<Long> portion = versions(held, 1);
        assertThat(portion).hasSizeBetween(10, 50);
        while (!portion.isEmpty()) {
            all.addAll(portion);
            portion = versions(held, all.getLast() + 1);
        }

        assertThat(all).hasSize(100).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aChangeLongerThanAPortionIsToldAlone() throws IOException {
        Journal journal = journal(1, 0);
        for (long version = 1; version <= 4; version++) {
            journal.append(new LogLine(version, "x".repeat(LogLine.MAX_TEXT_CHARS)));
        }

        assertThat(versions(held(journal), 1)).isNotEmpty();
    }

    @Test
    void whoHasNothingTellsNothing() throws IOException {
        assertThat(HeldChanges.NONE.from(1)).isEmpty();
    }

    private static List<Long> versions(HeldChanges held, long from) throws IOException {
        return held.from(from).stream().map(LogLine::version).toList();
    }

    private static HeldChanges held(Journal... journals) {
        return new HeldChanges(Lineage.EMPTY, false, List.of(journals));
    }

    private Journal journal(long first, long last) throws IOException {
        Journal journal = Journal.open(directory.resolve("journal" + opened.size()), first);
        opened.add(journal);
        for (long version = first; version <= last; version++) {
            journal.append(new LogLine(version, "1|X()"));
        }
        return journal;
    }
}
