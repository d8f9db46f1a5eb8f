package org.mfsha.agent.archive.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mfsha.agent.archive.Pasts.START;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Catalogue;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.PlainFile;
import org.mfsha.agent.archive.Provenance;
import org.mfsha.core.history.Lineage;

class PlannerTest {
    private static final Lineage LINEAGE = Pasts.lineage(1);
    private static final Moment UTC = new Moment(ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private final List<Piece> pieces = new ArrayList<>();

    @Test
    void aTimeMeansEveryChangeOfThatSecondAndNoneLater() throws Exception {
        base(10, 0);
        changes(10, "100 100 101 103 103 103 107");

        assertThat(at(100)).isEqualTo(12);
        assertThat(at(101)).isEqualTo(13);
        assertThat(at(102)).isEqualTo(13);
        assertThat(at(103)).isEqualTo(16);
        assertThat(at(107)).isEqualTo(17);
        assertThat(at(5000)).isEqualTo(17);
    }

    @Test
    void aBaseThatHadBeenSavedByThenTellsTheStateWithoutAnyChange() throws Exception {
        base(10, 90);
        changes(10, "100 101");

        assertThat(at(90)).isEqualTo(10);
        assertThat(at(99)).isEqualTo(10);
        assertThatThrownBy(() -> at(89))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("before everything that can be restored; it begins with version 10, ")
                .hasMessageContaining(UTC.tell(START + 90));
    }

    @Test
    void aTimeWhoseChangesAreMissingIsToldWithItsNeighbours() throws Exception {
        base(10, 0);
        changes(10, "100 101");
        base(20, 150);
        changes(20, "160 161");

        assertThat(at(100)).isEqualTo(11);
        assertThat(at(150)).isEqualTo(20);
        assertThat(at(160)).isEqualTo(21);
        assertThatThrownBy(() -> at(120))
                .hasMessageContaining("changes are missing between version 12 and version 20")
                .hasMessageContaining("--version chooses");
    }

    @Test
    void whatCarriesAnEarlierTimeAfterALaterOneIsLeftOutAndTold() throws Exception {
        base(10, 0);
        changes(10, "100 200");
        changes(12, "90 210");

        assertThat(at(150)).isEqualTo(11);
        assertThat(planner().isOutOfOrder(11, START + 150)).isTrue();
        assertThat(planner().isOutOfOrder(11, START + 80)).isFalse();
    }

    @Test
    void aVersionIsReachedFromTheNewestBaseBeforeIt() throws Exception {
        base(10, 0);
        changes(10, "100 101 102 103");
        base(12, 101);

        assertThat(planner().to(11).base().version()).isEqualTo(10);
        assertThat(planner().to(12).base().version()).isEqualTo(12);
        assertThat(planner().to(12).slices()).isEmpty();
        Plan plan = planner().to(14);
        assertThat(plan.base().version()).isEqualTo(12);
        assertThat(plan.slices())
                .singleElement()
                .returns(12L, slice -> slice.from())
                .returns(14L, slice -> slice.until());
    }

    @Test
    void aVersionThatNothingLeadsToIsToldWithThoseThatCanBeHad() throws Exception {
        base(10, 0);
        changes(10, "100 101");
        base(20, 150);

        assertThatThrownBy(() -> planner().to(15))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("version 15 cannot be restored")
                .hasMessageContaining("10 to 12, 20 to 20");
    }

    private long at(long second) throws IOException, RecoveryException {
        return planner().at(START + second);
    }

    private Planner planner() {
        return new Planner(new Catalogue(pieces), new Branch(Pasts.ID, LINEAGE), UTC);
    }

    private void base(long version, long taken) {
        var file = new PlainFile(directory.resolve("base-" + version));
        pieces.add(new Piece.Base(new Provenance(Pasts.ID, LINEAGE), version, START + taken, file));
    }

    /** Changes that were made in these seconds. */
    private void changes(long first, String seconds) throws IOException {
        List<Long> times = java.util.Arrays.stream(seconds.split(" ", -1))
                .map(Long::valueOf)
                .toList();
        var text = new StringBuilder();
        for (int i = 0; i < times.size(); i++) {
            text.append(first + i).append(": ").append(START + times.get(i)).append("|ACCESS(1)\n");
        }
        Path file = Files.writeString(directory.resolve("changes-" + first), text, StandardCharsets.ISO_8859_1);
        pieces.add(new Piece.Changes(
                new Provenance(Pasts.ID, LINEAGE),
                first,
                first + times.size(),
                START + times.stream().mapToLong(Long::longValue).min().orElseThrow(),
                START + times.stream().mapToLong(Long::longValue).max().orElseThrow(),
                new PlainFile(file)));
    }
}
