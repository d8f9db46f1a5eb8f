package org.mfsha.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessEndTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Process parent;
    private long pid;

    /** A grandchild of this process, with a parent that never asks how it ended. */
    @BeforeEach
    void start() throws IOException {
        parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try (BufferedReader out = parent.inputReader()) {
            pid = Long.parseLong(out.readLine());
        }
    }

    @AfterEach
    void end() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        parent.destroyForcibly();
    }

    @Test
    void aProcessThatRunsHasNotEnded() throws IOException {
        assertThat(ProcessEnd.await(pid, Duration.ofMillis(10))).isFalse();
        assertThat(ProcessEnd.await(pid, Duration.ZERO)).isFalse();
    }

    @Test
    void aProcessThatWasKilledHasEndedThoughNobodyReapsIt() throws IOException {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        assertThat(ProcessEnd.await(pid, LONG)).isTrue();
        assertThat(ProcessHandle.of(pid)).as("a zombie").isPresent();
    }

    @Test
    void aProcessThatIsGoneHasEnded() throws Exception {
        long gone = parent.pid();
        parent.destroyForcibly().waitFor();

        assertThat(ProcessEnd.await(gone, LONG)).isTrue();
    }
}
