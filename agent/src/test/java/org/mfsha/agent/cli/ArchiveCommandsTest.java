package org.mfsha.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.archive.ArchiveDirectory;
import org.mfsha.agent.archive.Item;
import org.mfsha.agent.archive.Material;
import org.mfsha.agent.archive.Pasts;
import org.mfsha.agent.archive.keeping.Absorber;
import org.mfsha.core.history.Lineage;
import tools.jackson.jr.ob.JSON;

/** No agent runs. Epoch 1 made changes up to 130, epoch 2 went on from 100; what it made since 150 is not archived yet. */
class ArchiveCommandsTest {
    private static final Lineage FIRST = Pasts.lineage(1);
    private static final Lineage SECOND = Pasts.lineage(1, 100);

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path data;
    private Path config;

    @BeforeEach
    void fill() throws Exception {
        data = directory.resolve("data");
        config = Files.writeString(directory.resolve("mfsha.cfg"), "DATA_PATH = " + data + "\n");
        ArchiveDirectory archive = ArchiveDirectory.open(data.resolve("archive"));
        var absorber = new Absorber(archive);
        absorber.absorb(Material.scan(Pasts.image(directory.resolve("000001"), FIRST, 10, 130), FIRST, List.of()));
        absorber.absorb(Material.scan(Pasts.image(directory.resolve("000002"), SECOND, 90, 150), SECOND, List.of()));
        Pasts.image(data.resolve("images/000003"), SECOND, 120, 160);
    }

    private int run(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("-c", config.toString()))
                .toArray(String[]::new);
        return Cli.run(_ -> ExitStatus.OK, new PrintWriter(out, true), new PrintWriter(err, true), all);
    }

    @Test
    void theListTellsWhatCanBeRestoredAlsoWhatIsNotArchivedYetAndWhatWasLost() {
        assertThat(run("archive", "list")).isZero();

        assertThat(out.toString())
                .contains("What can be restored, up to epoch 2")
                .contains("10 to 160")
                .contains("Changes that never became part of this history", "epoch 1")
                .contains("epoch-000001/base-000000000010.zst", "epoch-000002/changes-000000000100.zst");
    }

    @Test
    void theListOfALostHistoryEndsWhereItsLeaderEnded() {
        assertThat(run("archive", "list", "--epoch", "1")).isZero();

        assertThat(out.toString()).contains("up to epoch 1").contains("10 to 130");
    }

    @Test
    void theListIsThereForProgramsToo() throws Exception {
        assertThat(run("archive", "list", "--json")).isZero();

        Map<String, Object> list = JSON.std.mapFrom(out.toString());
        assertThat(list).containsEntry("epoch", 2).containsEntry("otherEpochs", List.of(1));
        assertThat(list.get("restorable").toString())
                .startsWith("[{first=10, last=160, ")
                .contains("to=" + (Pasts.START + 159) + "}]");
    }

    @Test
    void aWholeArchiveVerifiesAndADamagedFileIsNamed() throws Exception {
        assertThat(run("archive", "verify")).isZero();
        assertThat(out.toString()).contains("3 files read, 0 damaged");
        Item item = ArchiveDirectory.open(data.resolve("archive")).items().getLast();
        byte[] content = Files.readAllBytes(item.file());
        content[content.length / 2] ^= 2;
        Files.write(item.file(), content);

        assertThat(run("archive", "verify")).isEqualTo(ExitStatus.DAMAGED);

        assertThat(out.toString()).contains("DAMAGED: " + item.file()).contains("3 files read, 1 damaged");
    }

    @Test
    void anExportLeadsToTheLastChangeAndNeedsNoConfigurationToBeRead() {
        Path into = directory.resolve("exported");

        assertThat(run("archive", "export", "--into", into.toString())).isZero();

        assertThat(out.toString()).contains("Every version from 120 to 160 can be restored from it");
        config = directory.resolve("none");
        assertThat(run("archive", "list", "--from", into.toString())).isZero();
        assertThat(out.toString()).contains("120 to 160");
        assertThat(run("archive", "verify", "--from", into.toString())).isZero();
    }

    @Test
    void anExportGoesAsFarBackAsItIsAskedTo() {
        Path into = directory.resolve("exported");
        String since =
                new org.mfsha.agent.archive.recovery.Moment(java.time.ZoneId.systemDefault()).tell(Pasts.START + 50);

        assertThat(run("archive", "export", "--since", since, "--into", into.toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("Every version from 10 to 160");
    }

    @Test
    void whatCannotBeRestoredIsToldWithWhatCan() {
        Path into = directory.resolve("into");

        assertThat(run("restore", "--version", "161", "--into", into.toString()))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("version 161 cannot be restored", "version 10 to 160");

        assertThat(run("restore", "--version", "120", "--epoch", "7", "--into", into.toString()))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("nothing here belongs to epoch 7");

        assertThat(run("restore", "--at", "2020-01-01 00:00:00", "--into", into.toString()))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("is before everything that can be restored; it begins with version 10");

        assertThat(run("restore", "--at", "2199-01-01 00:00:00", "--into", into.toString()))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("has not come yet");
        assertThat(into)
                .satisfiesAnyOf(
                        none -> assertThat(none).doesNotExist(),
                        none -> assertThat(none).isEmptyDirectory());
    }

    @Test
    void aRestoreNeedsExactlyOneGoalAndAPlace() {
        assertThat(run("restore", "--into", "/nowhere")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("restore", "--at", "2026-01-01 00:00", "--version", "5", "--into", "/nowhere"))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(run("restore", "--version", "5")).isEqualTo(ExitStatus.USAGE);
        assertThat(run("restore", "--version", "0", "--into", "/nowhere")).isEqualTo(ExitStatus.USAGE);
    }

    @Test
    void whereThereIsNothingThatIsSaid() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        assertThat(run("archive", "list", "--from", empty.toString())).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains(empty + ": no archive");
        Files.writeString(config, "DATA_PATH = " + empty + "\n");
        assertThat(run("archive", "list")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("there is nothing to restore from");
        Files.writeString(config, "DATA_PATH = " + directory.resolve("missing") + "\n");
        assertThat(run("archive", "list")).isEqualTo(ExitStatus.FAILED);
        assertThat(err.toString()).contains("there is no such directory");
    }
}
