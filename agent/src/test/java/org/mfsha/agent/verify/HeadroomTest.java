package org.mfsha.agent.verify;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadroomTest {
    @TempDir
    Path proc;

    @BeforeEach
    void aMasterOfAGibibyte() throws IOException {
        Files.createDirectory(proc.resolve("77"));
        Files.writeString(proc.resolve("77").resolve("status"), "Name:\tmfsmaster\nVmRSS:\t 1048576 kB\n");
    }

    private void available(long kibibytes) throws IOException {
        Files.writeString(proc.resolve("meminfo"), "MemTotal: 9999999 kB\nMemAvailable:   " + kibibytes + " kB\n");
    }

    @Test
    void aSecondMasterMustFitIntoWhatIsAvailableWithAFifthToSpare() throws Exception {
        available(1_400_000);
        assertThatCode(() -> new Headroom(proc).checkMemory(77)).doesNotThrowAnyException();

        available(1_200_000);
        assertThatThrownBy(() -> new Headroom(proc).checkMemory(77))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("memory is short: it needs about 1292 MiB")
                .hasMessageContaining("1171 MiB are available");
    }

    @Test
    void aMasterThatIsGoneIsAnErrorNotAnAnswer() throws IOException {
        available(1);
        assertThatThrownBy(() -> new Headroom(proc).checkMemory(78)).isInstanceOf(IOException.class);
    }

    @Test
    void theDiskMustHoldWhatTheLeaderSavedTwice() throws Exception {
        Path changelog = Files.writeString(proc.resolve("changelog.0.mfs"), "1: x\n");
        assertThatCode(() -> new Headroom(proc).checkDisk(proc, 1_000, changelog))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Headroom(proc).checkDisk(proc, 1L << 50, changelog))
                .isInstanceOf(NotNowException.class)
                .hasMessageContaining("the disk is nearly full");
    }
}
