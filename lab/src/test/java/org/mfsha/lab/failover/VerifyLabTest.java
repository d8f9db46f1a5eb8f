package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** A standby's image is compared with what its leader saved; one that differs is found, told and replaced. */
@Tag("lab")
@RequiresLab
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyLabTest {
    /** A verification gets the processor when nobody else wants it. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private static final int VERSION_OFFSET = 8;

    private Path directory;
    private TurnableClock clock;
    private Cluster cluster;
    private Applications applications;
    private String leader;
    private String standby;
    private int asked;

    @BeforeAll
    void makeCluster(@TempDir Path temporary) throws Exception {
        directory = temporary;
        LabSpec spec = Cluster.spec();
        clock = TurnableClock.in(directory, spec.masterProgram());
        cluster = Cluster.start(spec.withMasterProgram(clock.program()));
        applications = new Applications(cluster);
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (applications != null) {
            applications.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void calm() throws Exception {
        cluster.calm();
        leader = cluster.leader().node();
        standby = cluster.besides(leader);
    }

    @Test
    @Order(1)
    void beforeTheLeaderHasSavedThereIsNothingToCompareWithAndThatIsSaid() throws Exception {
        assertThat(verify(standby))
                .contains("nothing to compare with: " + leader + " has not saved", "MooseFS saves on whole hours")
                .endsWith("exit 7");
        assertThat(verify(leader))
                .contains(leader + " is no hot standby of a leader")
                .endsWith("exit 1");
        assertThat(verify("w1")).contains("w1 is a witness").endsWith("exit 1");
    }

    @Test
    @Order(2)
    void theImageOfAStandbyIsEqualAfterATakeoverAndUnderLoad() throws Exception {
        long epoch = cluster.leader().epoch();
        cluster.lab().powerOff(leader);
        assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(standby);
        cluster.lab().powerOn(leader);
        calm();
        applications.awaitProgress();
        letTheLeaderSave();

        assertThat(verify(standby))
                .contains("equal to what " + leader + " saved at version")
                .endsWith("exit 0");
        assertThat(verify(standby, "--json", standby))
                .contains("\"result\" : \"equal\"")
                .endsWith("exit 0");
        assertThat(verify(leader, standby))
                .startsWith(standby + ": equal to what")
                .endsWith("exit 0");
        assertThat(run(standby)).isEmpty();
        cluster.awaitNoProblem(standby, "differ");
    }

    @Test
    @Order(3)
    void anImageWithAlteredChangesIsFoundToldReplacedAndThenEqualAgain() throws Exception {
        AgentStatus before = cluster.leader();
        Path mount = cluster.lab().mount("client1");
        Commands.run(
                "mkdir",
                mount.resolve("permitted").toString(),
                mount.resolve("named").toString());
        letTheLeaderSave();
        cluster.stopAgent(standby);
        Path changelog = newest(cluster.lab().host(standby).var("mfsha").resolve("images"))
                .resolve("changelog.0.mfs");
        String changes = Files.readString(changelog, StandardCharsets.ISO_8859_1);
        Files.writeString(changelog, altered(changes), StandardCharsets.ISO_8859_1);
        cluster.lab().start(standby);
        cluster.awaitHot(standby); // Nothing else notices.

        String found = verify(standby);

        assertThat(found)
                .contains("DIFFERS from what " + leader + " saved at version")
                .contains("section NODE: 1 record differs: inode ")
                .contains("mode is 0700 here, 0755 on the leader")
                .contains("section EDGE: 1 record differs", "name is 'renamed' here, 'named' on the leader")
                .endsWith("exit 6");
        cluster.awaitLog(standby, "differs from the leader's metadata: set aside as");
        cluster.awaitProblem(standby, "DIFFERS", "section NODE", "a new one is made");
        assertThat(history(standby)).contains("DIFFERS from what " + leader);
        try (Stream<Path> archived =
                Files.list(cluster.lab().host(standby).var("mfsha").resolve("archive"))) {
            assertThat(archived.map(Path::toString).filter(name -> name.endsWith("-differs")))
                    .as("the image, and what was compared")
                    .hasSize(2);
        }
        cluster.awaitHot(standby);
        assertThat(cluster.leader())
                .returns(before.node(), AgentStatus::node)
                .returns(before.epoch(), AgentStatus::epoch);

        applications.awaitProgress();
        letTheLeaderSave();
        assertThat(verify(standby)).contains("equal to what").endsWith("exit 0");
        cluster.awaitNoProblem(standby, "DIFFERS");
    }

    /** One directory gets other permissions and one another name: changes that mfsmaster replays as well. */
    private static String altered(String changes) {
        assertThat(changes).contains(",permitted,2,511,", ",named,2,511,");
        return changes.replace(",permitted,2,511,", ",permitted,2,448,").replace(",named,2,511,", ",renamed,2,511,");
    }

    private void letTheLeaderSave() throws Exception {
        Path images = cluster.lab().host(leader).var("mfsha").resolve("images");
        long before = savedVersion(images);
        clock.turnToNextHour();
        long saved = Await.value(
                "the leader's saving",
                LIMIT,
                () -> Optional.of(savedVersion(images)).filter(version -> version > before));
        cluster.awaitStatus(
                leader,
                standby + " reaches version " + saved,
                status -> status.node(standby)
                        .filter(node -> node.positionVersion() >= saved)
                        .isPresent());
    }

    /** 0 in the moment in which mfsmaster puts a new file in the place of the old one (metadata.c). */
    private static long savedVersion(Path images) throws IOException {
        Path base = newest(images).resolve("metadata.mfs.back");
        try {
            return java.nio.ByteBuffer.wrap(Files.readAllBytes(base)).getLong(VERSION_OFFSET);
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private static Path newest(Path images) throws IOException {
        try (Stream<Path> all = Files.list(images)) {
            return all.max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private List<Path> run(String host) throws IOException {
        try (Stream<Path> files =
                Files.list(cluster.lab().host(host).var("mfsha").resolve("run"))) {
            return files.filter(file -> file.getFileName().toString().startsWith("verify-"))
                    .toList();
        }
    }

    private String history(String host) throws Exception {
        return mfsha(host, "history");
    }

    /** What the command says on a host, and its exit status. */
    private String verify(String host, String... arguments) throws Exception {
        return mfsha(
                host, Stream.concat(Stream.of("verify"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String mfsha(String host, String... arguments) throws Exception {
        String command = cluster.lab().spec().agentProgram() + " " + String.join(" ", arguments) + " -c "
                + cluster.lab().host(host).etc("mfsha.cfg");
        Path log = directory.resolve("command-" + ++asked);
        Commands.start(List.of("sh", "-c", command + "; echo exit $?"), log);
        Await.until(
                command,
                LIMIT,
                () -> Files.exists(log)
                        && Files.readString(log)
                                .strip()
                                .lines()
                                .reduce("", (_, last) -> last)
                                .startsWith("exit "));
        return Files.readString(log).strip();
    }
}
