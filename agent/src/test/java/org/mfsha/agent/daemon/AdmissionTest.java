package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.store.Electorate;
import org.mfsha.agent.store.ElectorateFile;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Pause;

final class AdmissionTest {
    private static final Electorate THREE = new Electorate(List.of("a", "b", "c"), 500);
    private static final Electorate FOUR = new Electorate(List.of("a", "b", "c", "d"), 500);
    private static final Electorate FIVE = new Electorate(List.of("a", "b", "c", "d", "e"), 500);
    private static final long MARGIN_MILLIS = 50;

    @TempDir
    private Path directory;

    private final List<Duration> pauses = new ArrayList<>();
    private ElectorateFile file;

    @BeforeEach
    void open() {
        file = new ElectorateFile(directory.resolve("electorate"));
    }

    @Test
    void aNewNodeTakesPartAtOnce() throws Exception {
        ask(THREE, 0);

        assertThat(file.load()).contains(THREE);
        assertThat(pauses).isEmpty();
    }

    @Test
    void twoNewVotersAtOnceAreRefusedBecauseBothListsCouldElectALeader() throws Exception {
        ask(THREE, 0);

        assertThatThrownBy(() -> ask(FIVE, 7))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("one node at a time")
                .hasMessageContaining(file.path().toString());
        assertThat(file.load()).contains(THREE);
    }

    @Test
    void oneNewVoterAfterTheOtherIsRefusedWhileNoMajorityGoesByTheFirstStep() throws Exception {
        ask(THREE, 0);
        ask(FOUR, 7).accepted(7);

        assertThatThrownBy(() -> ask(FIVE, 7)).isInstanceOf(IOException.class);
    }

    @Test
    void oneNewVoterAfterTheOtherIsFineWhenALeaderWasElectedInBetween() throws Exception {
        ask(THREE, 0);
        ask(FOUR, 7).accepted(8);
        ask(FIVE, 8).accepted(9);

        assertThat(file.load()).contains(FIVE);
    }

    @Test
    void aShorterLeaseWaitsForTheEndOfTheLongestThatMayHaveBeenGrantedAndOnlyOnce() throws Exception {
        ask(new Electorate(THREE.voters(), 10_000), 0);
        ask(THREE, 7);
        ask(THREE, 7);

        assertThat(pauses).containsExactly(Duration.ofMillis(10_000 + MARGIN_MILLIS));
    }

    @Test
    void aWaitThatWasBrokenOffIsMadeUpForAtTheNextStart() throws Exception {
        ask(new Electorate(THREE.voters(), 10_000), 0);
        assertThatThrownBy(() -> Admission.ask(file, THREE, MARGIN_MILLIS, ballot(7, Pause.NONE), _ -> {
                    throw new InterruptedException();
                }))
                .isInstanceOf(InterruptedException.class);
        ask(THREE, 7);

        assertThat(pauses).hasSize(1);
    }

    @Test
    void aLongerLeaseNeedsNoWaitAndIsRememberedBeforeItIsGranted() throws Exception {
        ask(THREE, 0);
        ask(new Electorate(THREE.voters(), 10_000), 7);

        assertThat(pauses).isEmpty();
        assertThat(file.load().orElseThrow().leaseMillis()).isEqualTo(10_000);
    }

    @Test
    void inAPauseTheVotersDoNotChange() throws Exception {
        ask(THREE, 0);
        var paused = ballot(7, new Pause(1, 1_000_000_000, "root@a: a new switch"));

        assertThatThrownBy(() -> Admission.ask(file, FOUR, MARGIN_MILLIS, paused, pauses::add))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a new switch")
                .hasMessageContaining("mfsha resume");
        Admission.ask(file, THREE, MARGIN_MILLIS, paused, pauses::add);
        Admission.ask(file, FOUR, MARGIN_MILLIS, ballot(7, new Pause(2, 0, "")), pauses::add);
    }

    private static Ballot ballot(long epoch, Pause pause) {
        var record = new EpochRecord(Math.max(1, epoch), new NodeId("a"), 1, EpochRecord.Reason.FIRST_START);
        return new Ballot(epoch, epoch == 0 ? Lineage.EMPTY : new Lineage(List.of(record)), pause);
    }

    private Admission ask(Electorate electorate, long epoch) throws IOException, InterruptedException {
        return Admission.ask(file, electorate, MARGIN_MILLIS, ballot(epoch, Pause.NONE), pauses::add);
    }
}
