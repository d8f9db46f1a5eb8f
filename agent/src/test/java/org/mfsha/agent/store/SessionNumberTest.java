package org.mfsha.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionNumberTest {
    @TempDir
    private Path directory;

    @Test
    void everyStartGetsAHigherNumber() throws IOException {
        assertThat(SessionNumber.next(directory)).isEqualTo(1);
        assertThat(SessionNumber.next(directory)).isEqualTo(2);
        assertThat(SessionNumber.next(directory)).isEqualTo(3);
    }

    @Test
    void aDamagedNumberIsAnErrorBecauseTheOthersWouldTakeOldMessagesForNew() throws IOException {
        SessionNumber.next(directory);
        Files.writeString(directory.resolve("session"), "0\n");

        assertThatThrownBy(() -> SessionNumber.next(directory)).isInstanceOf(IOException.class);
    }

    @Test
    void textInPlaceOfTheNumberIsAnInputError() throws IOException {
        DurableFile.write(directory.resolve("session"), List.of("one"));

        assertThatThrownBy(() -> SessionNumber.next(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("session");
    }
}
