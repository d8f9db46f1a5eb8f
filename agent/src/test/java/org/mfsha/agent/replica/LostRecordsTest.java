package org.mfsha.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.moosefs.takeover.LostChange;

final class LostRecordsTest {
    @TempDir
    private Path directory;

    @Test
    void changesFromAVersionOnAreNamed() throws IOException {
        Path file = write("a", "1: 5|UNLINK(1,old):3\n2: 6|UNLINK(1,report.txt):4\n");

        assertThat(named(List.of(file), 2))
                .extracting(LostChange::sentence)
                .containsExactly("change 2: removed \"/report.txt\", inode 4");
    }

    @Test
    void nothingIsLostWhenTheFilesEndBefore() throws IOException {
        assertThat(named(List.of(write("a", lines(1, 9))), 10)).isEmpty();
    }

    @Test
    void aChangeInTwoFilesIsNamedOnce() throws IOException {
        List<Path> files = List.of(write("a", lines(1, 9)), write("b", lines(7, 12)));

        assertThat(named(files, 8)).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void halfALineIsNoChange() throws IOException {
        assertThat(named(List.of(write("a", lines(1, 3) + "4: 5|UNL")), 3)).hasSize(1);
    }

    @Test
    void everyOneIsNamedHoweverManyThereAre() throws IOException {
        assertThat(named(List.of(write("a", lines(1, 3_000))), 1)).hasSize(3_000);
    }

    @Test
    void aBaseThatCannotBeReadCostsOnlyNames() throws IOException {
        write("metadata.mfs.back", "no base");

        assertThat(named(List.of(write("a", lines(1, 3))), 2)).hasSize(2);
    }

    @Test
    void noFilesNoLosses() throws IOException {
        assertThat(named(List.of(), 1)).isEmpty();
    }

    @Test
    void aFileThatIsNoChangelogIsAnInputError() throws IOException {
        Path file = write("a", "what is this\n");

        assertThatThrownBy(() -> named(List.of(file), 1)).isInstanceOf(IOException.class);
    }

    private List<LostChange> named(List<Path> changelogs, long version) throws IOException {
        return LostRecords.from(directory.resolve("metadata.mfs.back"), changelogs, version);
    }

    private static String lines(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(version -> version + ": 1|ACCESS(" + version + ")\n")
                .collect(Collectors.joining());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
