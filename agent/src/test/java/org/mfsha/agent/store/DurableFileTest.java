package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DurableFileTest {
    private static final List<String> OLD = List.of("header", "value 1");
    private static final List<String> NEW = List.of("header", "value 2", "more");

    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        DurableFile.write(file(), OLD);

        assertThat(DurableFile.read(file())).contains(OLD);
    }

    @Test
    void theLastWriteWins() throws IOException {
        DurableFile.write(file(), NEW);
        DurableFile.write(file(), OLD);

        assertThat(DurableFile.read(file())).contains(OLD);
    }

    @Test
    void nothingIsLeftBeside() throws IOException {
        DurableFile.write(file(), OLD);

        assertThat(directory.toFile().list()).containsExactly("ballot");
    }

    @Test
    void aFileThatWasNeverWrittenIsNoError() throws IOException {
        assertThat(DurableFile.read(file())).isEmpty();
    }

    @Test
    void aWriteInterruptedBeforeTheRenameLeavesTheOldContent() throws IOException {
        DurableFile.write(file(), OLD);
        Files.writeString(directory.resolve("ballot.new"), "header\nval");

        assertThat(DurableFile.read(file())).contains(OLD);
    }

    @Test
    void aWriteGoesThroughAfterAnInterruptedOne() throws IOException {
        Files.writeString(directory.resolve("ballot.new"), "x".repeat(10_000));

        DurableFile.write(file(), NEW);

        assertThat(DurableFile.read(file())).contains(NEW);
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        DurableFile.write(file(), NEW);
        byte[] good = Files.readAllBytes(file());
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file(), bad);
            assertThatThrownBy(() -> DurableFile.read(file())).as("bit %d", bit).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFileCutAnywhereInItsLinesIsNoticed() throws IOException {
        DurableFile.write(file(), NEW);
        byte[] good = Files.readAllBytes(file());
        for (int length = 0; length < good.length - 1; length++) {
            Files.write(file(), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> DurableFile.read(file()))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ballot");
        }
    }

    @Test
    void aFileOfZeroesAsAPowerCutMayLeaveItIsNoticed() throws IOException {
        Files.write(file(), new byte[4096]);

        assertThatThrownBy(() -> DurableFile.read(file())).isInstanceOf(IOException.class);
    }

    @Test
    void aDirectoryThatIsGoneIsAnError() {
        assertThatThrownBy(() -> DurableFile.write(directory.resolve("gone/ballot"), OLD))
                .isInstanceOf(IOException.class);
    }

    private Path file() {
        return directory.resolve("ballot");
    }
}
