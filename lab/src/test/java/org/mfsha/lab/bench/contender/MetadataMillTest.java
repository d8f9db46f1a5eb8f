package org.mfsha.lab.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.moosefs.files.BaseFile;

@RequiresLab
@Timeout(60)
class MetadataMillTest {
    @TempDir
    private Path directory;

    @Test
    void everyThousandFilesHaveADirectory() throws IOException {
        Path file = directory.resolve("changelog");
        MetadataMill.writeChangelog(file, 1003);
        assertThat(Files.readAllLines(file))
                .hasSize(1004)
                .contains(
                        "2: 1700000000|CREATE(1,directory0,2,493,18,0,0,0):2",
                        "3: 1700000000|CREATE(2,file1,1,420,18,0,0,0):3",
                        "1003: 1700000000|CREATE(1,directory1001,2,493,18,0,0,0):1003",
                        "1004: 1700000000|CREATE(1003,file1002,1,420,18,0,0,0):1004");
    }

    @Test
    void anUnmodifiedMasterMakesMetadataOfItAndItIsMadeOnce() throws Exception {
        Size size = new Size(1500);

        Path made = new MetadataMill(directory).of(size).file();

        // One change for each inode and one for the file system's identity, counted from 1.
        assertThat(BaseFile.open(made).version()).isEqualTo(1502);
        assertThat(BaseFile.open(made).metadataId()).isNotZero();
        Object inode = Files.getAttribute(made, "unix:ino");
        assertThat(new MetadataMill(directory).of(size).file()).isEqualTo(made);
        assertThat(Files.getAttribute(made, "unix:ino")).isEqualTo(inode);
        assertThat(directory).isDirectoryContaining(made::equals).isDirectoryNotContaining("glob:**/making-*");
    }
}
