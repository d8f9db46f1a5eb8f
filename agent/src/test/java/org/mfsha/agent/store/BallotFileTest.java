package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Pause;

final class BallotFileTest {
    private static final Lineage LINEAGE = new Lineage(List.of(
            new EpochRecord(3, new NodeId("node-a"), 1, EpochRecord.Reason.FIRST_START),
            new EpochRecord(9, new NodeId("node-b"), EpochRecord.SAME_LOG, EpochRecord.Reason.RENUMBERED)));

    @TempDir
    private Path directory;

    @Test
    void aNodeThatNeverVotedHasABlankBallot() throws IOException {
        assertThat(new BallotFile(file()).begin()).isEqualTo(Ballot.BLANK);
        assertThat(new BallotFile(file()).load()).isEqualTo(Ballot.BLANK);
    }

    @Test
    void aBallotThatIsGoneIsAnErrorAndNeverABlankOne() throws IOException {
        new BallotFile(file()).save(new Ballot(12, LINEAGE));
        Files.delete(file());

        assertThatThrownBy(() -> new BallotFile(file()).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aBallotThatIsThereIsNeverReplacedByABlankOne() throws IOException {
        var ballot = new Ballot(12, LINEAGE);
        new BallotFile(file()).save(ballot);

        assertThat(new BallotFile(file()).begin()).isEqualTo(ballot);
    }

    @Test
    void aBallotSurvivesARestart() throws IOException {
        var ballot = new Ballot(12, LINEAGE);
        new BallotFile(file()).save(ballot);

        assertThat(new BallotFile(file()).load()).isEqualTo(ballot);
    }

    @Test
    void aPauseSurvivesARestartAndSoDoesItsEnd() throws IOException {
        for (Pause pause : List.of(new Pause(3, 61, "root@m1: a new  switch"), new Pause(4, 0, ""))) {
            var ballot = new Ballot(9, LINEAGE, pause);
            new BallotFile(file()).save(ballot);

            assertThat(new BallotFile(file()).load()).isEqualTo(ballot);
        }
    }

    @Test
    void aPromiseWithoutAnyAcceptedEpochSurvives() throws IOException {
        var ballot = new Ballot(Long.MAX_VALUE, Lineage.EMPTY);
        new BallotFile(file()).save(ballot);

        assertThat(new BallotFile(file()).load()).isEqualTo(ballot);
    }

    @Test
    void theLaterBallotCounts() throws IOException {
        var file = new BallotFile(file());
        file.save(new Ballot(12, LINEAGE));
        file.save(new Ballot(13, LINEAGE));

        assertThat(file.load().promised()).isEqualTo(13);
    }

    @Test
    void aDamagedBallotIsAnErrorAndNeverABlankOne() throws IOException {
        new BallotFile(file()).save(new Ballot(12, LINEAGE));
        Files.writeString(file(), Files.readString(file()).replace("promised 12", "promised 11"));

        assertThatThrownBy(() -> new BallotFile(file()).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void anEmptyFileIsAnErrorAndNeverABlankBallot() throws IOException {
        Files.createFile(file());

        assertThatThrownBy(() -> new BallotFile(file()).load()).isInstanceOf(IOException.class);
    }

    @Test
    void anotherFileOfMfshaIsNotTakenForABallot() throws IOException {
        DurableFile.write(file(), List.of("mfsha lineage 1", "promised 3"));

        assertThatThrownBy(() -> new BallotFile(file()).load()).hasMessageContaining("not a ballot");
    }

    @Test
    void aPromiseThatIsNoNumberIsAnInputError() throws IOException {
        DurableFile.write(file(), List.of("mfsha ballot 1", "promised x"));

        assertThatThrownBy(() -> new BallotFile(file()).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("promised x");
    }

    @Test
    void epochsThatDoNotIncreaseAreAnInputError() throws IOException {
        String epoch = LineageText.lines(LINEAGE).getFirst();
        DurableFile.write(file(), List.of("mfsha ballot 1", "promised 9", epoch, epoch));

        assertThatThrownBy(() -> new BallotFile(file()).load())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("do not increase");
    }

    private Path file() {
        return directory.resolve("ballot");
    }
}
