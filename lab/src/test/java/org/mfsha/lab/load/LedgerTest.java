package org.mfsha.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.load.Operation.Kind;

/** The ledger, the judgement of attempts and the verification, on a plain directory. */
class LedgerTest {
    @TempDir
    private Path mount;

    private final Ledger ledger = new Ledger();
    private Attempt attempt;

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(mount.resolve("d"));
        attempt = new Attempt(mount, ledger);
    }

    @Test
    void whatIsThereIsNotMissing() throws IOException {
        create("d/f");

        assertThat(verify()).isEmpty();
    }

    @Test
    void aNameThatWasUnlinkedButIsThereIsReported() throws IOException {
        create("d/f");
        assertThat(attempt.make(Operation.on(Kind.UNLINK, "d/f"), () -> {})).isTrue();

        assertThat(verify()).singleElement().asString().contains("UNLINK d/f").contains("still there");
    }

    @Test
    void aRenameThatWasUndoneIsReportedForBothNames() throws IOException {
        create("d/f");
        attempt.make(Operation.rename("d/f", "d/g"), () -> {});

        assertThat(verify())
                .hasSize(2)
                .allSatisfy(lost -> assertThat(lost.operation().kind()).isEqualTo(Kind.RENAME));
    }

    @Test
    void aSlowCreateThatFindsItsOwnFileIsRepeatedAndNoError() throws IOException {
        attempt.make(Operation.on(Kind.CREATE, "d/f"), () -> {
            Files.createFile(mount.resolve("d/f"));
            slow();
            throw new FileAlreadyExistsException("d/f");
        });

        Figures figures = figures();
        assertThat(figures.repeated()).isEqualTo(1);
        assertThat(figures.errors()).isEmpty();
        assertThat(verify()).isEmpty();
    }

    @Test
    void aPromptCreateThatFindsAFileIsAnError() throws IOException {
        attempt.make(Operation.on(Kind.CREATE, "d/f"), () -> {
            throw new FileAlreadyExistsException("d/f");
        });

        assertThat(figures().errors()).hasSize(1);
        assertThat(figures().repeated()).isZero();
    }

    @Test
    void aSlowUnlinkThatFindsNothingLeftIsRepeated() throws IOException {
        create("d/f");
        attempt.make(Operation.on(Kind.UNLINK, "d/f"), () -> {
            Files.delete(mount.resolve("d/f"));
            slow();
            throw new NoSuchFileException("d/f");
        });

        assertThat(figures().repeated()).isEqualTo(1);
        assertThat(verify()).isEmpty();
    }

    @Test
    void aFileThatIsGoneWhenItIsToBeRenamedIsMissing() throws IOException {
        create("d/f");
        Files.delete(mount.resolve("d/f"));
        attempt.make(Operation.rename("d/f", "d/g"), () -> Files.move(mount.resolve("d/f"), mount.resolve("d/g")));

        assertThat(verify()).singleElement().asString().contains("CREATE d/f").contains("gone");
    }

    @Test
    void anErrorIsCountedAndItsNameExpectedNeitherWay() throws IOException {
        create("d/f");
        attempt.make(Operation.on(Kind.UNLINK, "d/f"), () -> {
            throw new IOException("Input/output error");
        });

        assertThat(figures().errors()).singleElement().asString().contains("Input/output error");
        assertThat(verify()).isEmpty();
    }

    @Test
    void namesOfAnOperationThatHangsAreNotJudged() throws IOException {
        create("d/f");
        Files.delete(mount.resolve("d/f"));
        ledger.begin(Operation.rename("d/f", "d/g"));
        assertThat(verify()).isEmpty();

        ledger.end(Operation.rename("d/f", "d/g"));
        assertThat(verify()).singleElement().asString().contains("d/f is not there");
    }

    @Test
    void anOperationIsUnansweredWhileItRunsAndNoLonger() {
        Operation operation = Operation.on(Kind.CREATE, "d/f");
        attempt.make(operation, () -> assertThat(ledger.unanswered()).containsExactly(operation));
        attempt.make(operation, () -> {
            throw new IOException("no");
        });

        assertThat(ledger.unanswered()).isEmpty();
    }

    @Test
    void forgettingTheTimesForgetsNoPromise() throws IOException {
        create("d/f");
        Files.delete(mount.resolve("d/f"));

        ledger.forgetBefore(System.nanoTime());

        assertThat(figures().acknowledged()).isZero();
        assertThat(verify()).singleElement().asString().contains("d/f is not there");
    }

    @Test
    void theStallIsTheLongestTimeWithoutCompletions() {
        complete(0, 10);
        complete(10, 20);
        complete(15, 70);
        complete(60, 80);

        Figures figures = ledger.figures(0, 100);
        assertThat(figures.stallNanos()).isEqualTo(50);
        assertThat(figures.worstNanos()).isEqualTo(55);
        assertThat(figures.acknowledged()).isEqualTo(4);
    }

    @Test
    void aStallThatLastsToTheEndCounts() {
        complete(0, 10);

        assertThat(ledger.figures(0, 100).stallNanos()).isEqualTo(90);
    }

    @Test
    void aTruncatedFileIsNotTheContentExpected() {
        Content content = new Content(7, 16, 2);
        byte[] first = content.record(0);

        assertThat(content.isStartOf(first)).isFalse();
        assertThat(new Content(7, 16, 1).isStartOf(first)).isTrue();
    }

    @Test
    void aNameThatNobodyMadeIsReportedOnce() throws IOException {
        create("d/f");
        assertThat(verify()).isEmpty();
        Files.createFile(mount.resolve("d/stranger"));

        assertThat(verify()).singleElement().asString().contains("d/stranger is there and must not be");
        assertThat(verify()).isEmpty();
    }

    @Test
    void aNameThatComesBackLongAfterItsUnlinkIsReported() throws IOException {
        create("d/f");
        attempt.make(Operation.on(Kind.UNLINK, "d/f"), () -> Files.delete(mount.resolve("d/f")));
        assertThat(verify()).isEmpty();
        Files.createFile(mount.resolve("d/f"));

        assertThat(verify()).singleElement().asString().contains("d/f is there and must not be");
    }

    @Test
    void aNameWhoseOperationFailedIsExpectedNeitherWay() throws IOException {
        attempt.make(Operation.on(Kind.CREATE, "d/f"), () -> {
            Files.createFile(mount.resolve("d/f"));
            throw new IOException("Input/output error");
        });

        assertThat(verify()).isEmpty();
    }

    @Test
    void aLostRecordIsALossOfTheTimeWhenThatRecordWasAcknowledged() throws IOException {
        Content content = new Content(7, 16, 0);
        byte[] bytes = new byte[3 * 16];
        for (int record = 0; record < 3; record++) {
            content = content.appended();
            System.arraycopy(content.record(record), 0, bytes, record * 16, 16);
            ledger.enter(new Completion(
                    Operation.content(Kind.APPEND, "d/log", content),
                    record,
                    100 + record,
                    Completion.Outcome.ACKNOWLEDGED,
                    ""));
        }
        java.util.Arrays.fill(bytes, 16, 32, (byte) 0);
        Files.write(mount.resolve("d/log"), bytes);

        assertThat(verify())
                .singleElement()
                .returns(101L, Missing::acknowledgedNanos)
                .asString()
                .contains("record 1 of 3");
    }

    @Test
    void theLossOfANameIsTheLossOfTheOperationThatMadeItWhateverWasWrittenLater() {
        ledger.enter(acknowledged(Operation.on(Kind.CREATE, "d/f"), 100));
        ledger.enter(acknowledged(Operation.content(Kind.WRITE, "d/f", new Content(7, 16, 1)), 200));

        ledger.vanished("d/f", "gone");

        assertThat(ledger.takeVanished())
                .singleElement()
                .returns(100L, Missing::acknowledgedNanos)
                .returns(Kind.CREATE, lost -> lost.operation().kind());
    }

    @Test
    void bytesInAFileThatNobodyWroteToAreReported() throws IOException {
        create("d/f");
        Files.writeString(mount.resolve("d/f"), "of another file");

        assertThat(verify()).singleElement().asString().contains("15 bytes that nobody wrote");
    }

    private static Completion acknowledged(Operation operation, long nanos) {
        return new Completion(operation, nanos - 1, nanos, Completion.Outcome.ACKNOWLEDGED, "");
    }

    @Test
    void aFileThatIsLongerThanWhatWasWrittenIsNotTheContentExpected() {
        Content content = new Content(7, 16, 1);
        byte[] twice = new byte[32];
        System.arraycopy(content.record(0), 0, twice, 0, 16);
        System.arraycopy(content.record(0), 0, twice, 16, 16);

        assertThat(content.isAllOf(content.record(0))).isTrue();
        assertThat(content.isAllOf(twice)).isFalse();
    }

    private void create(String path) {
        attempt.make(Operation.on(Kind.CREATE, path), () -> Files.createFile(mount.resolve(path)));
    }

    private void complete(long begin, long end) {
        Operation operation = Operation.on(Kind.CREATE, "d/f" + end);
        ledger.enter(new Completion(operation, begin, end, Completion.Outcome.ACKNOWLEDGED, ""));
    }

    private List<Missing> verify() throws IOException {
        return new Verification(mount, "d").run(ledger);
    }

    private Figures figures() {
        return ledger.figures(Long.MIN_VALUE / 2, System.nanoTime());
    }

    private static void slow() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(30); // as long as an operation takes that met a takeover
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
