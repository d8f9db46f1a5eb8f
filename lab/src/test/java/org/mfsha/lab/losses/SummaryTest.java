package org.mfsha.lab.losses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.load.Figures;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Operation;
import tools.jackson.jr.ob.JSON;

/** What results mean. */
class SummaryTest {
    private static final long STRUCK = TimeUnit.SECONDS.toNanos(100);
    private static final Operation CREATE = Operation.on(Operation.Kind.CREATE, "d/f");
    private static final Operation RENAME = Operation.rename("d/f", "d/g");

    @Test
    void whatIsLostWithItsHostBreaksNoPromise() {
        assertThat(summary(result(Fault.HOST_LOSS, missing(CREATE, 3))).good()).isTrue();
    }

    @Test
    void anOperationLostWithAProcessBreaksThePromise() {
        assertThat(summary(result(Fault.MASTER_KILL, missing(CREATE, 3))).good())
                .isFalse();
        assertThat(summary(result(Fault.AGENT_KILL, missing(CREATE, 3))).good()).isFalse();
        assertThat(summary(result(Fault.MASTER_KILL)).good()).isTrue();
    }

    @Test
    void aLateFindingABrokenRoundAnErrorOrAHangingOperationBreaksIt() {
        FaultResult good = result(Fault.MASTER_KILL);

        assertThat(new Summary(List.of(good), List.of("d/f is not there"), List.of()).good())
                .isFalse();
        assertThat(new Summary(List.of(good), List.of(), List.of("no leader")).good())
                .isFalse();
        assertThat(summary(result(Fault.HOST_LOSS, List.of("EIO"), List.of(), List.of()))
                        .good())
                .isFalse();
        assertThat(summary(result(Fault.HOST_LOSS, List.of(), List.of(), List.of(CREATE)))
                        .good())
                .isFalse();
    }

    @Test
    void anErrorThatFollowsFromALossIsNoneOfMfshas() {
        List<String> gone = List.of("UNLINK d/f: java.nio.file.NoSuchFileException: d/f");
        List<Missing> lost = List.of(missing(CREATE, 3));

        assertThat(summary(result(Fault.HOST_LOSS, gone, lost, List.of())).good())
                .isTrue();
        assertThat(summary(result(Fault.HOST_LOSS, gone, List.of(), List.of())).good())
                .isFalse();
        assertThat(summary(result(Fault.HOST_LOSS, List.of("EIO"), lost, List.of()))
                        .good())
                .isFalse();
        assertThat(summary(result(Fault.MASTER_KILL, gone, List.of(), List.of()))
                        .good())
                .isFalse();
    }

    @Test
    void aRenameOfWhichBothNamesAreWrongIsOneMissingOperation() {
        FaultResult result = result(Fault.HOST_LOSS, missing(RENAME, 5), missing(RENAME, 5), missing(CREATE, 2));

        assertThat(result.missingOperations()).containsExactly(RENAME, CREATE);
        assertThat(result.agesMillis()).containsExactly(5.0, 2.0);
    }

    @Test
    void anAnswerThatWasSeenAfterTheFaultHasNoAge() {
        assertThat(result(Fault.HOST_LOSS, missing(CREATE, -4)).agesMillis()).containsExactly(0.0);
    }

    @Test
    void kindsOfFaultsAreCountedApart(@TempDir Path directory) throws Exception {
        Summary summary = summary(
                result(Fault.MASTER_KILL), result(Fault.HOST_LOSS, missing(CREATE, 7)), result(Fault.HOST_LOSS));
        summary.write(directory);

        Map<String, Object> json = JSON.std.mapFrom(Files.readString(directory.resolve("summary.json")));
        assertThat(json.get("master-kill"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("faults", 1)
                .containsEntry("missing", 0);
        assertThat(json.get("host-loss"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("faults", 2)
                .containsEntry("missing", 1)
                .containsEntry("faults_with_missing", 1)
                .containsEntry("acknowledged", 2000);
        assertThat(json).containsEntry("good", true);
    }

    @Test
    void percentilesAreNumbersThatWereMeasured() {
        List<Integer> numbers = IntStream.rangeClosed(1, 40).boxed().toList();

        assertThat(Distribution.of(numbers)).isEqualTo(new Distribution(40, 20, 38, 40));
        assertThat(Distribution.of(List.of(7))).isEqualTo(new Distribution(1, 7, 7, 7));
        assertThat(Distribution.of(List.<Integer>of())).isEqualTo(new Distribution(0, 0, 0, 0));
    }

    @Test
    void aPlanMixesTheKindsEvenly() {
        List<Fault> plan = Campaign.plan(Map.of(Fault.MASTER_KILL, 4, Fault.AGENT_KILL, 0, Fault.HOST_LOSS, 2));

        assertThat(plan)
                .containsExactly(
                        Fault.MASTER_KILL,
                        Fault.HOST_LOSS,
                        Fault.MASTER_KILL,
                        Fault.MASTER_KILL,
                        Fault.HOST_LOSS,
                        Fault.MASTER_KILL);
    }

    private static Summary summary(FaultResult... results) {
        return new Summary(List.of(results), List.of(), List.of());
    }

    private static Missing missing(Operation operation, long millisBefore) {
        return new Missing(operation, STRUCK - TimeUnit.MILLISECONDS.toNanos(millisBefore), "is not there");
    }

    private static FaultResult result(Fault fault, Missing... missing) {
        return result(fault, List.of(), List.of(missing), List.of());
    }

    private static FaultResult result(
            Fault fault, List<String> errors, List<Missing> missing, List<Operation> hanging) {
        Figures figures = new Figures(10, 0, errors, 0, 0, "none");
        return new FaultResult(1, fault, "m1", 2, STRUCK, 1000, missing, hanging, List.of(), 500, figures, figures);
    }
}
