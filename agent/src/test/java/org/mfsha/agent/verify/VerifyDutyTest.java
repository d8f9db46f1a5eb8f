package org.mfsha.agent.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.verify.Verification.Result;

@Timeout(60)
class VerifyDutyTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Path IMAGE = Path.of("/images/000007");
    private static final Subject SUBJECT =
            new Subject(IMAGE, 1, 9, 77, 1, "m1", InetSocketAddress.createUnresolved("m1", 9419));

    @TempDir
    Path directory;

    private final Queue<Path> distrusted = new ConcurrentLinkedQueue<>();
    private Optional<Subject> subject = Optional.of(SUBJECT);
    private VerificationLog log;

    @BeforeEach
    void openLog() throws IOException {
        log = VerificationLog.open(directory.resolve("verifications.jsonl"));
    }

    private VerifyDuty duty(VerifyDuty.Check check) {
        return duty(check, Duration.ZERO);
    }

    private VerifyDuty duty(VerifyDuty.Check check, Duration every) {
        VerifyDuty.Charge charge = new VerifyDuty.Charge() {
            @Override
            public Optional<Subject> subject() {
                return subject;
            }

            @Override
            public boolean isPaused() {
                return false;
            }

            @Override
            public void distrust(Path image) {
                distrusted.add(image);
            }
        };
        return new VerifyDuty(charge, check, log, every);
    }

    private static Verification ended(Result result) {
        List<String> differences = result == Result.DIFFERENT ? List.of("section NODE: inode 7") : List.of();
        return new Verification(1, result, 5, "its text", differences, 3);
    }

    @Test
    void anEqualImageStaysAndIsNoProblem() throws Exception {
        try (VerifyDuty duty = duty((_, _) -> ended(Result.EQUAL))) {
            assertThat(duty.await(duty.begin(), LONG)).contains(ended(Result.EQUAL));
            assertThat(distrusted).isEmpty();
            assertThat(duty.problems()).isEmpty();
            assertThat(log.all()).containsExactly(ended(Result.EQUAL));
        }
    }

    @Test
    void anImageThatDiffersIsGivenUpAndAProblemUntilOneIsEqual() throws Exception {
        Queue<Result> results =
                new ConcurrentLinkedQueue<>(List.of(Result.DIFFERENT, Result.NOT_COMPARED, Result.EQUAL));
        try (VerifyDuty duty = duty((_, _) -> ended(results.remove()))) {
            duty.await(duty.begin(), LONG);
            assertThat(distrusted).containsExactly(IMAGE);
            assertThat(duty.problems()).singleElement().asString().contains("its text", "section NODE: inode 7");

            duty.await(duty.begin(), LONG);
            assertThat(duty.problems()).as("nothing was said about the image").hasSize(1);

            duty.await(duty.begin(), LONG);
            assertThat(duty.problems()).isEmpty();
            assertThat(log.all()).containsExactly(ended(Result.DIFFERENT), ended(Result.EQUAL));
        }
    }

    @Test
    void aVerificationThatFailsIsAProblemButNothingIsGivenUp() throws Exception {
        try (VerifyDuty duty = duty((_, _) -> ended(Result.FAILED))) {
            duty.await(duty.begin(), LONG);
            assertThat(distrusted).isEmpty();
            assertThat(duty.problems()).singleElement().asString().contains("could not be verified: its text");
        }
    }

    @Test
    void anImageThatCannotBeComparedForThreePeriodsIsAProblemThatTellsTheReason() throws Exception {
        try (VerifyDuty duty = duty((_, _) -> ended(Result.NOT_COMPARED), Duration.ofMillis(1))) {
            assertThat(duty.problems()).as("nothing was tried").isEmpty();
            duty.await(duty.begin(), LONG);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (duty.problems().isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(duty.problems()).singleElement().asString().contains("was not verified for 0 h: its text");

            subject = Optional.empty();
            assertThat(duty.problems()).as("it leads").isEmpty();
        }
    }

    @Test
    void whoAsksWhileOneRunsJoinsIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (VerifyDuty duty = duty((_, _) -> {
            assertThat(go.await(50, TimeUnit.SECONDS)).isTrue();
            return ended(Result.EQUAL);
        })) {
            long first = duty.begin();
            assertThat(duty.await(first, Duration.ofMillis(1))).isEmpty();
            assertThat(duty.begin()).isEqualTo(first);

            go.countDown();
            assertThat(duty.await(first, LONG)).isPresent();
            long second = duty.begin();
            assertThat(second).isNotEqualTo(first);
            assertThat(duty.await(first, LONG)).as("still known").isPresent();
            assertThatThrownBy(() -> duty.await(second + 1, LONG)).hasMessageContaining("knows no verification");
        }
    }

    @Test
    void aNodeThatIsNoHotStandbyHasNothingToVerify() throws Exception {
        subject = Optional.empty();
        try (VerifyDuty duty = duty((_, _) -> ended(Result.EQUAL))) {
            assertThat(duty.await(duty.begin(), LONG).orElseThrow().result()).isEqualTo(Result.NOT_COMPARED);
            assertThat(log.all()).isEmpty();
        }
    }
}
