package org.mfsha.moosefs.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

class LostChangesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "5|CREATE(1,a%2Cb%C3%A4,2,511,18,0,0,0):7; change 3: created directory \"/a,bä\" as inode 7",
                "5|UNLINK(2,f):9; change 3: removed \"f\" in directory inode 2, inode 9",
                "5|MOVE(1,a,2,b):9; change 3: moved \"/a\" to \"b\" in directory inode 2, inode 9",
                "5|LENGTH(9,100,1); change 3: set the length of inode 9 to 100 bytes",
                "5|FLOCK(9,1,77,W); change 3: locked for writing: inode 9, session 1",
                "5|POSIXLOCK(9,1,77,U,0,10,5); change 3: unlocked: inode 9, session 1",
                "5|ODDITY(9,1):2; change 3: ODDITY[9, 1] -> 2",
                "5|CREATE(1); change 3: 5|CREATE(1)",
                "nonsense; change 3: nonsense"
            })
    void aChangeIsToldInWords(String text, String words) {
        assertThat(new LostChanges(PathNames.none()).tell(new LogLine(3, text)).sentence())
                .isEqualTo(words);
    }

    @Test
    void directoriesMadeBeforeAreNamedWholeAndInTheirLatestPlace() throws IOException {
        List<LostChange> told = told(
                List.of(
                        "1: 5|CREATE(1,top,2,511,18,0,0,0):2",
                        "2: 5|CREATE(2,sub,2,511,18,0,0,0):3",
                        "3: 5|CREATE(3,old,1,511,18,0,0,0):4",
                        "4: 6|MOVE(2,sub,2,moved):3"),
                List.of("5: 7|UNLINK(3,old):4", "6: 7|CREATE(3,new,1,511,18,0,0,0):5"));

        assertThat(told)
                .extracting(LostChange::path)
                .containsExactly(Optional.of("/top/moved/old"), Optional.of("/top/moved/new"));
        assertThat(told.getFirst().words()).isEqualTo("removed \"/top/moved/old\", inode 4");
        assertThat(told.getFirst()).returns(7L, LostChange::seconds).returns("UNLINK", LostChange::operation);
    }

    @Test
    void whatTheLostChangesMadeThemselvesIsNamedInTheOnesThatFollow() throws IOException {
        List<LostChange> told = told(
                List.of("1: 5|ACCESS(9)"),
                List.of(
                        "2: 5|CREATE(1,d,2,511,18,0,0,0):7",
                        "3: 5|CREATE(7,f,1,511,18,0,0,0):8",
                        "4: 5|MOVE(7,f,7,g):8",
                        "5: 5|LENGTH(8,10,1)",
                        "6: 5|POSIXLOCK(8,1,77,R,0,10,5)"));

        assertThat(told.get(2))
                .returns(Optional.of("/d/f"), LostChange::path)
                .returns(Optional.of("/d/g"), LostChange::target);
        assertThat(told.get(3).words()).isEqualTo("set the length of inode 8 (\"/d/g\") to 10 bytes");
        assertThat(told.get(4).path()).contains("/d/g");
    }

    @Test
    void whatCannotBeFoundIsNamedFromTheDirectoryThatIsNotKnown() throws IOException {
        List<LostChange> told =
                told(List.of("1: 5|CREATE(44,sub,2,511,18,0,0,0):45"), List.of("2: 5|CREATE(45,f,1,511,18,0,0,0):46"));

        assertThat(told.getFirst().words()).isEqualTo("created file \"sub/f\" in directory inode 44 as inode 46");
        assertThat(told.getFirst().path()).isEmpty();
    }

    @Test
    void laterChangesOfTheSameFileGiveNoNames() throws IOException {
        List<LostChange> told =
                told(List.of("1: 5|CREATE(1,a,2,511,18,0,0,0):2", "2: 5|UNLINK(2,f):3", "3: 5|MOVE(1,a,1,b):2"), 2);

        assertThat(told.getFirst().path()).contains("/a/f");
        assertThat(told).hasSize(2);
    }

    private List<LostChange> told(List<String> before, List<String> lost) throws IOException {
        Path changelog = Files.write(directory.resolve("changelog.0.mfs"), before);
        return told(changelog, lost);
    }

    /** Lines of one file, of which those from a version on are lost. */
    private List<LostChange> told(List<String> lines, int fromVersion) throws IOException {
        Path changelog = Files.write(directory.resolve("changelog.0.mfs"), lines);
        return told(changelog, lines.subList(fromVersion - 1, lines.size()));
    }

    private static List<LostChange> told(Path changelog, List<String> lost) throws IOException {
        List<LogLine> lines = lost.stream().map(LostChangesTest::line).toList();
        var changes = new LostChanges(PathNames.before(lines, Optional.empty(), List.of(changelog)));
        return lines.stream().map(changes::tell).toList();
    }

    private static LogLine line(String text) {
        try {
            return LogLine.split(text);
        } catch (MetadataException e) {
            throw new AssertionError(e);
        }
    }
}
