package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

final class LineageTextTest {
    private static final Path FILE = Path.of("some-file");

    @Test
    void everyKindOfEpochSurvives() throws IOException {
        List<EpochRecord> records = new ArrayList<>();
        long epoch = 0;
        for (EpochRecord.Reason reason : EpochRecord.Reason.values()) {
            records.add(new EpochRecord(++epoch, new NodeId("N-1.x_"), epoch * 1000, reason));
            records.add(new EpochRecord(++epoch, new NodeId("b"), EpochRecord.SAME_LOG, reason));
        }
        var lineage = new Lineage(records);

        assertThat(LineageText.parse(FILE, LineageText.lines(lineage))).isEqualTo(lineage);
    }

    @Test
    void anAdministratorCanReadIt() {
        var record = new EpochRecord(7, new NodeId("a"), 42, EpochRecord.Reason.MASTER_LOST);

        assertThat(LineageText.lines(new Lineage(List.of(record))))
                .containsExactly("epoch 7 leader a first 42 reason MASTER_LOST");
    }

    @Test
    void noLinesAreTheEmptyLineage() throws IOException {
        assertThat(LineageText.parse(FILE, List.of())).isEqualTo(Lineage.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "epoch 7 leader a first 42",
                "epoch 7 leader a first 42 reason MASTER_LOST more",
                "epoch x leader a first 42 reason MASTER_LOST",
                "epoch 7 leader ? first 42 reason MASTER_LOST",
                "epoch 7 leader a first 4_2 reason MASTER_LOST",
                "epoch 7 leader a first 42 reason WHO_KNOWS",
                "epoch 0 leader a first 42 reason MASTER_LOST"
            })
    void aLineThatIsNoEpochIsAnInputErrorThatNamesTheFile(String line) {
        assertThatThrownBy(() -> LineageText.parse(FILE, List.of(line)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("some-file")
                .hasMessageContaining(line);
    }

    @Test
    void epochsOutOfOrderAreAnInputErrorThatNamesTheFile() {
        List<String> lines =
                List.of("epoch 7 leader a first 42 reason MASTER_LOST", "epoch 6 leader a first 43 reason MASTER_LOST");

        assertThatThrownBy(() -> LineageText.parse(FILE, lines))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("some-file");
    }
}
