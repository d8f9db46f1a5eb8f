package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.agent.takeover.Phases.Phase;
import org.mfsha.agent.takeover.TakeoverRecord;

final class HistoryTest {
    private static final List<Phase> PHASES = List.of(new Phase("preparing", 1_200), new Phase("announce", 30));
    private static final String LOST = "change 7: removed \"a \\ b\u20ac\" in directory inode 1";

    @TempDir
    private Path directory;

    private History history;

    @BeforeEach
    void open() throws IOException {
        history = History.open(file());
    }

    @Test
    void aClusterThatJustBeganHasNoHistory() {
        assertThat(history.all()).isEmpty();
        assertThat(history.last()).isEmpty();
    }

    @Test
    void takeoversSurviveARestart() throws IOException {
        TakeoverRecord first = record(1, PHASES, List.of());
        TakeoverRecord second = record(2, PHASES, List.of(LOST));
        history.add(second);
        history.add(first);
        open();

        assertThat(history.all()).containsExactly(first, second);
        assertThat(history.last()).contains(second);
    }

    @Test
    void whatIsKnownAlreadyIsNotWrittenAgain() throws IOException {
        history.add(record(1, PHASES, List.of()));
        history.add(record(1, PHASES, List.of()));
        history.addTold(History.told(record(1, PHASES, List.of())));

        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void whatAnotherNodeTellsIsKnownHereToo() {
        history.addTold(History.told(record(5, PHASES, List.of())));

        assertThat(history.last()).contains(record(5, PHASES, List.of()));
    }

    @Test
    void aToldTakeoverDoesNotHideWhatWasLostWithIt() {
        history.addLost(5, List.of(LOST), 1);
        history.addTold(History.told(record(5, PHASES, List.of())));

        assertThat(history.last()).contains(record(5, PHASES, List.of(LOST)));
    }

    @Test
    void lossesFoundLaterAreAddedToTheirTakeover() throws IOException {
        history.add(record(5, PHASES, List.of()));
        history.addLost(5, List.of(LOST), 1);
        history.addLost(5, List.of("another", LOST), 2);
        open();

        assertThat(history.last()).contains(record(5, PHASES, List.of(LOST, "another")));
    }

    @Test
    void lossesOfATakeoverNobodyToldOfAreKept() throws IOException {
        history.addLost(5, List.of(LOST), 1);
        open();

        assertThat(history.all().getLast().lost()).containsExactly(LOST);
    }

    @Test
    void ofManyLossesTheFirstHundredAreNamedAndAllAreCounted() throws IOException {
        List<String> many = java.util.stream.IntStream.range(0, 300)
                .mapToObj(i -> "change " + i)
                .toList();
        history.addLost(5, many, 300);
        history.addLost(5, many.subList(0, 10), 300);
        open();

        assertThat(history.all().getLast().lost()).isEqualTo(many.subList(0, 100));
        assertThat(history.all().getLast().lostCount()).isEqualTo(300);
    }

    @Test
    void aFileOfAnEarlierVersionHasItsLossesCounted() throws IOException {
        history.add(record(5, PHASES, List.of(LOST)));
        String line = Files.readString(file());
        assertThat(line).contains(",\"lostCount\":1");
        Files.writeString(file(), line.replace(",\"lostCount\":1", ""));
        open();

        assertThat(history.last()).contains(record(5, PHASES, List.of(LOST)));
    }

    @Test
    void aTakeoverIsToldWithoutItsLosses() {
        assertThat(History.told(record(5, PHASES, List.of(LOST))))
                .doesNotContain("removed")
                .contains("preparing");
    }

    @Test
    void aUsualTakeoverIsShortEnoughToBeTold() {
        List<Phase> many = java.util.stream.IntStream.range(0, 9)
                .mapToObj(i -> new Phase("open-gate-to-listening" + i, 1_000_000))
                .toList();
        String name = "x".repeat(32);
        var record = new TakeoverRecord(
                1_000_000, name, name, "master-lost", 1_800_000_000_000L, 1_800_000_000_000L, many, List.of());

        assertThat(History.told(record)).hasSizeLessThanOrEqualTo(800);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "7", "[]", "{}", "{\"epoch\":\"x\"}", "{\"epoch\":1,\"leader\":null}"})
    void aDamagedLineIsLeftOut(String line) throws IOException {
        history.add(record(1, PHASES, List.of()));
        Files.writeString(file(), line + "\n", StandardOpenOption.APPEND);
        history.add(record(2, PHASES, List.of()));
        open();

        assertThat(history.all()).containsExactly(record(1, PHASES, List.of()), record(2, PHASES, List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "{\"epoch\":1}"})
    void nonsenseFromAnotherNodeIsLeftOut(String json) {
        history.addTold(json);

        assertThat(history.all()).isEmpty();
    }

    private Path file() {
        return directory.resolve("history.jsonl");
    }

    private static TakeoverRecord record(long epoch, List<Phase> phases, List<String> lost) {
        return new TakeoverRecord(epoch, "a", "b", "lease-lost", 1_700_000_000_000L, 1_700_000_000_500L, phases, lost);
    }
}
