package org.mfsha.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.load.Operation.Kind;

class AttemptTest {
    @TempDir
    private Path mount;

    private Ledger ledger;
    private Attempt attempt;

    @BeforeEach
    void begin() {
        ledger = new Ledger();
        attempt = new Attempt(mount, ledger);
    }

    @Test
    void whatNeverWasThereIsAnError() {
        assertThat(rename("a")).isFalse();

        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("RENAME a -> a2: java.nio.file.NoSuchFileException: " + mount.resolve("a"));
        assertThat(ledger.takeVanished()).isEmpty();
    }

    @Test
    void anAcknowledgedFileThatIsGoneIsALossOnceAndNoError() throws IOException {
        create("a");
        Files.delete(mount.resolve("a"));

        assertThat(unlink("a")).isFalse();
        assertThat(unlink("a")).isFalse();

        assertThat(errors()).isEmpty();
        assertThat(ledger.takeVanished())
                .singleElement()
                .returns("CREATE a", missing -> missing.operation().toString());
    }

    @Test
    void workInALostDirectoryIsTheLossOfTheDirectory() throws IOException {
        mkdir("d");
        Files.delete(mount.resolve("d"));

        assertThat(create("d/a")).isFalse();
        assertThat(create("d/b")).isFalse();

        assertThat(errors()).isEmpty();
        assertThat(ledger.takeVanished())
                .singleElement()
                .returns("MKDIR d", missing -> missing.operation().toString());
    }

    @Test
    void aStaleHandleInALostDirectoryIsTheLossOfTheDirectory() throws IOException {
        mkdir("d");
        Files.delete(mount.resolve("d"));

        boolean made = attempt.make(Operation.on(Kind.CREATE, "d/a"), () -> {
            throw new FileSystemException("d/a", null, "Stale file handle");
        });

        assertThat(made).isFalse();
        assertThat(errors()).isEmpty();
        assertThat(ledger.takeVanished()).hasSize(1);
    }

    @Test
    void aStaleHandleWithoutALossIsAnError() {
        mkdir("d");

        attempt.make(Operation.on(Kind.CREATE, "d/a"), () -> {
            throw new FileSystemException("d/a", null, "Stale file handle");
        });

        assertThat(errors()).hasSize(1);
    }

    @Test
    void aLossThatTheVerificationReportedIsNoErrorLater() throws IOException {
        create("data");
        mkdir("d");
        create("d/a");
        Files.delete(mount.resolve("d/a"));

        assertThat(new Verification(mount, "d").run(ledger)).hasSize(2); // "data" is outside of what it lists

        assertThat(unlink("d/a")).isFalse();
        assertThat(errors()).isEmpty();
        assertThat(ledger.takeVanished()).isEmpty();
    }

    @Test
    void whatIsMadeAgainIsExpectedAgain() throws IOException {
        create("a");
        Files.delete(mount.resolve("a"));
        unlink("a");
        create("a");
        unlink("a");

        assertThat(rename("a")).isFalse();
        assertThat(errors()).hasSize(1);
    }

    /** Unlike an unlink, never taken for repeated, however long the machine takes. */
    private boolean rename(String path) {
        return attempt.make(
                Operation.rename(path, path + "2"), () -> Files.move(attempt.at(path), attempt.at(path + "2")));
    }

    private boolean create(String path) {
        return attempt.make(Operation.on(Kind.CREATE, path), () -> Files.createFile(attempt.at(path)));
    }

    private boolean mkdir(String path) {
        return attempt.make(Operation.on(Kind.MKDIR, path), () -> Files.createDirectory(attempt.at(path)));
    }

    private boolean unlink(String path) {
        return attempt.make(Operation.on(Kind.UNLINK, path), () -> Files.delete(attempt.at(path)));
    }

    private List<String> errors() {
        return ledger.figures(0, Long.MAX_VALUE).errors();
    }
}
