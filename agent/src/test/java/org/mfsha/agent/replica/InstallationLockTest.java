package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class InstallationLockTest {
    @TempDir
    private Path directory;

    @Test
    void aDirectoryWithoutALockFileStaysAsItIs() throws IOException {
        try (InstallationLock lock = InstallationLock.take(directory)) {
            assertThat(lock.directory()).isEqualTo(directory);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aLockThatNobodyHoldsCanBeTakenAgainAndAgain() throws IOException {
        Files.createFile(directory.resolve(".mfsmaster.lock"));

        InstallationLock.take(directory).close();
        InstallationLock.take(directory).close();

        assertThat(directory.resolve(".mfsmaster.lock")).isEmptyFile();
    }

    @Test
    void aLockThatAnotherProcessHoldsIsRefusedByName() throws Exception {
        Path file = Files.createFile(directory.resolve(".mfsmaster.lock"));
        // Perl's fcntl locks as mfsmaster does: a POSIX lock, which flock(1) is not.
        Process holder = new ProcessBuilder(
                        "perl",
                        "-e",
                        "use Fcntl; open my $f, '+<', shift or die; my $l = pack('s s l! l! i', F_WRLCK, 0, 0, 0, 0);"
                                + " fcntl($f, F_SETLK, $l) or die; $| = 1; print \"held\\n\"; <STDIN>",
                        file.toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            assertThatThrownBy(() -> InstallationLock.take(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("an mfsmaster is running");
        } finally {
            holder.destroyForcibly();
        }
    }
}
