package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnershipTest {
    @TempDir
    private Path directory;

    @Test
    void aUserThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> Ownership.of("no-such-user", "root"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-user")
                .hasMessageContaining("WORKING_USER");
    }

    @Test
    void aGroupThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> Ownership.of("root", "no-such-group"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-group");
    }

    @Test
    void theFileGetsItsOwnerAndGroup() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        var daemon = Ownership.of("daemon", "daemon");

        daemon.apply(file);

        assertThat(Files.getOwner(file)).isEqualTo(daemon.user());
        assertThat(Files.getAttribute(file, "posix:group")).isEqualTo(daemon.group());
    }

    @Test
    void whatALinkPointsToKeepsItsOwner() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        var before = Files.getOwner(file);

        Ownership.of("daemon", "daemon").apply(link);

        assertThat(Files.getOwner(file)).isEqualTo(before);
    }

    @Test
    void aFileThatIsGoneIsAnInputError() {
        assertThatThrownBy(() -> Ownership.of("daemon", "daemon").apply(directory.resolve("gone")))
                .isInstanceOf(IOException.class);
    }
}
