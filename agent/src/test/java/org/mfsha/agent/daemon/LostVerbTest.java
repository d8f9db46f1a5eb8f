package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.takeover.LostChange;

final class LostVerbTest {
    @TempDir
    private Path directory;

    private History history;
    private LostFiles files;
    private LostVerb verb;

    @BeforeEach
    void open() throws IOException {
        history = History.open(directory.resolve("history.jsonl"));
        files = new LostFiles(directory.resolve("lost"));
        verb = new LostVerb("m1", history, files);
        history.add(new TakeoverRecord(4, "m2", "m1", "lease-lost", 1, 2, List.of(), List.of()));
        history.add(new TakeoverRecord(5, "m1", "m2", "lease-lost", 1, 2, List.of(), List.of()));
    }

    @Test
    void everyChangeIsListedWithWhatIsKnownOfIt() throws Exception {
        lose(
                4,
                new LostChange(
                        new LogLine(7, "5|MOVE(1,a,1,b):3"),
                        1_700_000_000,
                        "MOVE",
                        Optional.of("/a"),
                        Optional.of("/b"),
                        "moved \"/a\" to \"/b\", inode 3"));

        assertThat(verb.run(Map.of("epoch", 4)))
                .containsEntry("epoch", 4L)
                .containsEntry("leader", "m2")
                .containsEntry("previousLeader", "m1")
                .containsEntry("count", 1L)
                .containsEntry(
                        "changes",
                        List.of(Map.of(
                                "version",
                                7,
                                "time",
                                "2023-11-14T22:13:20Z",
                                "operation",
                                "MOVE",
                                "path",
                                "/a",
                                "target",
                                "/b",
                                "change",
                                "moved \"/a\" to \"/b\", inode 3")));
    }

    @Test
    void manyChangesAreToldInParts() throws Exception {
        lose(4, LongStream.rangeClosed(1, 12_000).mapToObj(LostVerbTest::change).toArray(LostChange[]::new));

        List<Object> all = new ArrayList<>();
        List<?> part;
        do {
            part = (List<?>) verb.run(Map.of("epoch", 4, "from", all.size())).get("changes");
            all.addAll(part);
        } while (!part.isEmpty());

        assertThat(all).hasSize(12_000).doesNotHaveDuplicates();
    }

    @Test
    void aChangeFoundTwiceIsListedOnceAndInOrder() throws Exception {
        lose(4, change(8), change(9));
        lose(4, change(7), change(8));

        assertThat(files.read(4, 0, 100))
                .extracting(change -> change.get("version"))
                .containsExactly(7, 8, 9);
    }

    @Test
    void anEpochNobodyKnowsIsAnError() {
        assertThatThrownBy(() -> verb.run(Map.of("epoch", 99)))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("m1 knows of no takeover with epoch 99")
                .hasMessageContaining("mfsha history");
    }

    @Test
    void aTakeoverThatLostNothingIsAnErrorThatSaysWhoElseToAsk() {
        assertThatThrownBy(() -> verb.run(Map.of("epoch", 5)))
                .isInstanceOf(VerbException.class)
                .hasMessageContaining("no change is known on m1 to be lost with epoch 5")
                .hasMessageContaining("ask there")
                .hasMessageContaining("m2");
        assertThatThrownBy(() -> verb.run(Map.of("epoch", 4)))
                .isInstanceOf(VerbException.class)
                .hasMessageNotContaining("ask there");
    }

    @Test
    void nonsenseIsAnError() {
        assertThatThrownBy(() -> verb.run(Map.of("epoch", "four"))).isInstanceOf(VerbException.class);
    }

    private void lose(long epoch, LostChange... changes) throws IOException {
        long count = files.add(epoch, List.of(changes));
        history.addLost(epoch, List.of(), count);
    }

    private static LostChange change(long version) {
        return new LostChange(
                new LogLine(version, "5|ACCESS(1)"),
                5,
                "ACCESS",
                Optional.empty(),
                Optional.empty(),
                "read " + version);
    }
}
