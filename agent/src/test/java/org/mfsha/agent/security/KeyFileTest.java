package org.mfsha.agent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("mfsha.key");
    }

    @Test
    void aKeyIsReadBackAsItWasMade() throws Exception {
        ClusterKey made = KeyFile.create(file, new SecureRandom());
        assertThat(KeyFile.read(file).fingerprint()).isEqualTo(made.fingerprint());
    }

    @Test
    void twoKeysDiffer() throws Exception {
        ClusterKey one = KeyFile.create(file, new SecureRandom());
        ClusterKey other = KeyFile.create(directory.resolve("other"), new SecureRandom());
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    }

    @Test
    void onlyTheOwnerMayReadANewKey() throws Exception {
        KeyFile.create(file, new SecureRandom());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void anExistingKeyIsNeverOverwritten() throws Exception {
        KeyFile.create(file, new SecureRandom());
        String before = Files.readString(file);
        assertThatThrownBy(() -> KeyFile.create(file, new SecureRandom()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("not overwritten");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x"})
    void aKeyThatOthersHaveAnyPermissionOnIsRefused(String mode) throws Exception {
        KeyFile.create(file, new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "mfsha-key-v1", "mfsha-key-v1\n00ff", "mfsha-key-v2\n00", "\0\0\0"})
    void whatIsNoKeyFileIsRefused(String text) throws Exception {
        writePrivate(text);
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aMissingKeySaysHowToMakeOne() {
        assertThatThrownBy(() -> KeyFile.read(file))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("mfsha keygen " + file);
    }

    @Test
    void textOfAKeyTellsNothing() {
        assertThat(new ClusterKey(new byte[32])).hasToString("ClusterKey(secret)");
    }

    private void writePrivate(String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
