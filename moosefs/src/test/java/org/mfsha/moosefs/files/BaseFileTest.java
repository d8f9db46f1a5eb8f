package org.mfsha.moosefs.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.testing.TestBases;

class BaseFileTest {
    @TempDir
    Path directory;

    @Test
    void sectionsAreReadOnDemand() throws Exception {
        Path file = TestBases.write(
                directory.resolve("b"),
                42,
                7,
                Map.of("SESS 1.5", TestBases.sessions(3, 9), "OPEN 1.0", TestBases.open(3, 100, 9, 100)));
        BaseFile base = BaseFile.open(file);
        assertThat(base.version()).isEqualTo(42);
        assertThat(base.metadataId()).isEqualTo(7);
        assertThat(StoredSessions.read(base).sessions())
                .containsExactly(
                        new StoredSessions.Session(3, 1003, "/mnt/3"), new StoredSessions.Session(9, 1009, "/mnt/9"));
        List<String> open = new ArrayList<>();
        OpenFiles.read(base, (session, inode) -> open.add(session + ":" + inode));
        assertThat(open).containsExactly("3:100", "9:100");
    }

    @Test
    void aTruncatedFileIsIncomplete() throws Exception {
        Path file = TestBases.write(directory.resolve("b"), 42, 7, Map.of("SESS 1.5", TestBases.sessions(3)));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> BaseFile.open(file))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("incomplete");
    }

    @Test
    void aSectionLongerThanTheFileIsRefused() throws Exception {
        Path file = TestBases.write(directory.resolve("b"), 42, 7, Map.of("SESS 1.5", new byte[3]));
        byte[] bytes = Files.readAllBytes(file);
        bytes[24 + 8] = 0x7f; // top of the section's length
        Files.write(file, bytes);
        BaseFile base = BaseFile.open(file);
        assertThatThrownBy(base::sections)
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("SESS")
                .hasMessageContaining("more than the file has");
    }

    @Test
    void aSectionThatEndsInTheMiddleOfARecordIsRefused() throws Exception {
        Path file = TestBases.write(
                directory.resolve("b"), 42, 7, Map.of("SESS 1.5", Arrays.copyOf(TestBases.sessions(3), 40)));
        assertThatThrownBy(() -> StoredSessions.read(BaseFile.open(file)))
                .isInstanceOf(MetadataException.class)
                .hasMessageContaining("middle of a record");
    }

    @Test
    void thePlaceholderOfANewInstallationIsKnown() throws Exception {
        Path file = Files.writeString(directory.resolve("metadata.mfs"), "MFSM NEW");
        assertThat(BaseFile.isNeverSaved(file)).isTrue();
        assertThatThrownBy(() -> BaseFile.open(file)).isInstanceOf(MetadataException.class);
    }
}
