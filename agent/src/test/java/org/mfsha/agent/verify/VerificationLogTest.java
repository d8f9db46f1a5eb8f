package org.mfsha.agent.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.verify.Verification.Result;

class VerificationLogTest {
    @TempDir
    Path directory;

    @Test
    void whatWasFoundIsKnownAfterARestart() throws Exception {
        Path file = directory.resolve("verifications.jsonl");
        VerificationLog log = VerificationLog.open(file);
        var equal = new Verification(1_000, Result.EQUAL, 42, "equal", List.of(), 7);
        var different = new Verification(2_000, Result.DIFFERENT, 43, "DIFFERS", List.of("section NODE: ..."), 8);
        log.add(equal);
        log.add(different);

        assertThat(VerificationLog.open(file).all()).containsExactly(equal, different);
        assertThat(VerificationLog.open(file).last()).contains(different);
    }

    @Test
    void halfALineLosesNothingElse() throws Exception {
        Path file = directory.resolve("verifications.jsonl");
        var equal = new Verification(1_000, Result.EQUAL, 42, "equal", List.of(), 7);
        VerificationLog.open(file).add(equal);
        Files.writeString(file, "{\"finishedAt\":3", StandardOpenOption.APPEND);

        VerificationLog log = VerificationLog.open(file);
        log.add(equal);

        assertThat(VerificationLog.open(file).all()).containsExactly(equal, equal);
    }
}
