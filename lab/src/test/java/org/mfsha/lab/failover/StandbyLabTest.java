package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Commands;

/** A standby with a wrong key, a wrong clock or wrong files harms nobody, and is told about. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandbyLabTest {
    private static final int VERSION_OFFSET = 8;
    private static final int METADATA_ID_OFFSET = 16;

    private Path directory;
    private Cluster cluster;
    private String leader;
    private String standby;
    private long epoch;

    @BeforeAll
    void makeCluster(@TempDir Path temporary) throws Exception {
        directory = temporary;
        LabSpec spec = Cluster.spec().withHosts(2, 1, 0, 0);
        // Each host may have an environment of its own: what is in its etc/environment.
        Path launcher = directory.resolve("mfsha");
        Files.writeString(
                launcher,
                "#!/bin/sh\nfor last; do :; done\nenvironment=$(dirname \"$last\")/environment\n"
                        + "if [ -r \"$environment\" ]; then . \"$environment\"; fi\nexec '" + spec.agentProgram()
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster = Cluster.start(spec.withAgentProgram(launcher));
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void calm() throws Exception {
        cluster.calm();
        AgentStatus status = cluster.leader();
        leader = status.node();
        standby = cluster.besides(leader);
        epoch = status.epoch();
    }

    @Test
    void aNodeWithAnotherKeyIsLeftOutAndNamedByItsAddressUntilItHasTheRightOne() throws Exception {
        Path key = cluster.lab().host(standby).etc("mfsha.key");
        Path right = Files.copy(key, directory.resolve("right.key"), StandardCopyOption.COPY_ATTRIBUTES);
        Path wrong = directory.resolve("wrong.key");
        Commands.run(cluster.lab().spec().agentProgram().toString(), "keygen", wrong.toString());
        replace(key, wrong);

        cluster.awaitProblem(
                leader, "do not decrypt", cluster.lab().host(standby).address());
        cluster.awaitProblem(leader, standby + " is not reachable");
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);

        replace(key, right);
        cluster.awaitHot(standby);
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
    }

    private void replace(Path key, Path by) throws Exception {
        cluster.stopAgent(standby);
        Files.copy(by, key, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        cluster.lab().start(standby);
    }

    @Test
    void aClockThatIsAnHourOffIsNamedAndDoesNotMatterToElections() throws Exception {
        Path environment = cluster.lab().host(standby).etc("environment");
        Files.writeString(environment, "export LD_PRELOAD=" + WrongClock.library(directory, 3600) + "\n");
        try {
            cluster.stopAgent(standby);
            cluster.lab().start(standby);
            cluster.awaitHot(standby);
            cluster.awaitProblem(leader, "the clock of " + standby, "ahead");
            assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);

            cluster.lab().powerOff(leader);
            assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(standby);
            cluster.lab().powerOn(leader);
            cluster.awaitHot(leader);
            cluster.awaitProblem(leader, "the clock of " + standby, "ahead");

            cluster.lab().powerOff(standby);
            assertThat(cluster.awaitLeaderAbove(epoch + 1).node()).isEqualTo(leader);
        } finally {
            Files.delete(environment);
            cluster.lab().powerOff(standby);
            cluster.lab().powerOn(standby);
        }
        cluster.awaitHot(standby);
        cluster.awaitNoProblem(leader, "the clock of");
    }

    @Test
    void leftoversOfAnotherInstallationAreNeverMergedAndTheStandbyGetsHotFromTheLeader() throws Exception {
        cluster.stopAgent(standby);
        Path images = cluster.lab().host(standby).var("mfsha").resolve("images");
        for (Path place : List.of(
                newest(images),
                Files.createDirectory(images.resolve("000900")),
                cluster.lab().host(standby).var("mfs"))) {
            leaveThingsIn(place);
        }
        Files.writeString(images.resolve("junk"), "junk");

        cluster.lab().start(standby);

        cluster.awaitHot(standby);
        AgentStatus.Node node = cluster.leader().node(standby).orElseThrow();
        assertThat(node.positionEpoch()).isEqualTo(epoch);
        assertThat(node.positionVersion()).isLessThan(1_000_000);
        Path image = newest(images);
        assertThat(Files.readAllBytes(image.resolve("metadata.mfs.back"))).isNotEqualTo(foreignMetadata());
        assertThat(image.resolve("changelog.0.mfs")).content().doesNotContain("stranger");

        cluster.lab().powerOff(leader);
        assertThat(cluster.awaitLeaderAbove(epoch).node()).isEqualTo(standby);
    }

    private void leaveThingsIn(Path place) throws IOException {
        Files.write(place.resolve("metadata.mfs"), foreignMetadata());
        Files.write(place.resolve("metadata.mfs.back.1"), "MFSM 2.0 and then junk".getBytes(StandardCharsets.US_ASCII));
        Files.writeString(
                place.resolve("changelog.1.mfs"), "1000000: 1700000000|CREATE(1,stranger,f,420,0,0,0,0):99\n");
        Files.writeString(place.resolve("changelog_ml.0.mfs"), "neither a change nor a line end");
    }

    /** Complete metadata, newer than the cluster's own, of another installation. */
    private byte[] foreignMetadata() throws IOException {
        Path own = newest(cluster.lab().host(leader).var("mfsha").resolve("images"))
                .resolve("metadata.mfs.back");
        byte[] bytes = Files.readAllBytes(own);
        ByteBuffer.wrap(bytes).putLong(VERSION_OFFSET, 1_000_000).putLong(METADATA_ID_OFFSET, 0x0BADCAFEL);
        return bytes;
    }

    @Test
    void aBaseThatIsDamagedAtTheLeaderIsRefusedAndTheStandbyGetsHotOnceItIsGoodAgain() throws Exception {
        cluster.stopAgent(standby);
        delete(cluster.lab().host(standby).var("mfsha").resolve("images"));
        Path base = newest(cluster.lab().host(leader).var("mfsha").resolve("images"))
                .resolve("metadata.mfs.back");
        Path good = Files.move(base, base.resolveSibling("good"));
        byte[] bytes = Files.readAllBytes(good);
        Files.write(base, java.util.Arrays.copyOf(bytes, bytes.length - 10)); // without a proper end

        cluster.lab().start(standby);

        cluster.awaitProblem(leader, standby + " is not hot", "the end marker is missing");
        Files.move(good, base, StandardCopyOption.REPLACE_EXISTING);
        cluster.awaitHot(standby);
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
    }

    @Test
    void aStandbyWhoseMasterDiesMakesItselfANewOne() throws Exception {
        cluster.lab().kill(standby, ProcessSelector.MFSMASTER);

        cluster.awaitLog(standby, "is given up");
        cluster.awaitHot(standby);
        assertThat(cluster.leader()).returns(leader, AgentStatus::node).returns(epoch, AgentStatus::epoch);
    }

    private static Path newest(Path images) throws IOException {
        try (Stream<Path> all = Files.list(images)) {
            return all.filter(Files::isDirectory).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
