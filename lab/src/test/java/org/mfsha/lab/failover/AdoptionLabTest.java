package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.HostProcess;

/** A MooseFS that had one master becomes a cluster: its files stay, and so do its own directories. */
@Tag("lab")
@RequiresLab
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdoptionLabTest {
    private static final int FILES = 50;

    private Path masters;
    private Path chunks;
    private Cluster cluster;

    /** What an installation without mfsha leaves behind when its daemons are stopped. */
    @BeforeAll
    void makeInstallation(@TempDir Path installation) throws Exception {
        LabSpec spec = Cluster.spec().asBare().withHosts(1, 0, 1, 1);
        try (Lab bare = Lab.up(spec)) {
            Path mount = bare.mount("client1");
            for (int i = 0; i < FILES; i++) {
                Files.writeString(mount.resolve("file" + i), "content of " + i);
            }
            stop(bare, "client1");
            stop(bare, "cs1");
            stop(bare, "m1");
            masters = copy(bare.host("m1").var("mfs"), installation.resolve("master"));
            chunks = copy(bare.host("cs1").var(""), installation.resolve("chunkserver"));
        }
    }

    @AfterEach
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    @Test
    void itsFilesAreThereAfterTheAdoptionAndAfterATakeoverAndItsDirectoryIsUnchanged() throws Exception {
        prepare("m1");
        Map<String, String> before = contents(cluster.lab().host("m1").var("mfs"));

        cluster.lab().startAll();

        Path mount = cluster.lab().mount("client1");
        assertThat(mount).satisfies(AdoptionLabTest::holdsEverything);
        cluster.calm();
        AgentStatus status = cluster.leader();
        cluster.lab().powerOff(status.node());
        cluster.awaitLeaderAbove(status.epoch());
        assertThat(mount).satisfies(AdoptionLabTest::holdsEverything);
        Files.writeString(mount.resolve("new"), "new");
        assertThat(contents(cluster.lab().host("m1").var("mfs"))).isEqualTo(before);
    }

    @Test
    void itIsNotAdoptedWhileItsMasterRunsAndIsOnceItHasEnded(@TempDir Path directory) throws Exception {
        prepare("m1");
        Host host = cluster.lab().host("m1");
        long pid = Commands.start(
                host.namespace()
                        .inside(List.of(
                                "mfsmaster",
                                "-f",
                                "-a",
                                "-c",
                                host.etc("mfsmaster.cfg").toString())),
                directory.resolve("mfsmaster.log"));
        Await.until(
                "its own master",
                Cluster.LIMIT,
                () -> Files.readString(directory.resolve("mfsmaster.log")).contains("daemon initialized properly"));

        for (String agent : List.of("m1", "m2", "w1")) {
            cluster.lab().start(agent);
        }
        cluster.awaitProblem("m1", "m1 is not hot", host.var("mfs").toString(), "an mfsmaster is running");
        assertThat(cluster.lab().leader()).isEmpty();

        Commands.run("kill", Long.toString(pid));
        cluster.calm();
        cluster.lab().startAll();
        assertThat(cluster.lab().mount("client1")).satisfies(AdoptionLabTest::holdsEverything);
    }

    @Test
    void anotherCandidateDoesNotBeginAnEmptyFileSystemWhileTheInstallationIsStillBeingLoaded(@TempDir Path directory)
            throws Exception {
        prepare("m2");
        Path slow = directory.resolve("mfsmaster");
        Files.writeString(slow, "#!/bin/sh\nsleep 3\nexec mfsmaster \"$@\"\n"); // as with much metadata
        Files.setPosixFilePermissions(slow, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        cluster.set("m2", "MASTER_PROGRAM", slow.toString());

        cluster.lab().startAll();

        assertThat(cluster.lab().mount("client1")).satisfies(AdoptionLabTest::holdsEverything);
        cluster.calm();
    }

    /** A cluster whose one chunkserver and whose one candidate have what the installation had. */
    private void prepare(String candidate) throws Exception {
        cluster = Cluster.prepare(Cluster.spec().withHosts(2, 1, 1, 1));
        copy(masters, cluster.lab().host(candidate).var("mfs"));
        copy(chunks, cluster.lab().host("cs1").var(""));
    }

    private static void holdsEverything(Path mount) throws IOException {
        for (int i = 0; i < FILES; i++) {
            assertThat(mount.resolve("file" + i)).hasContent("content of " + i);
        }
    }

    /** Asks the host's daemon to end and waits until it has. */
    private static void stop(Lab lab, String host) throws Exception {
        for (HostProcess process : lab.processes(host, ProcessSelector.ALL)) {
            Commands.attempt(List.of("kill", Long.toString(process.pid())));
        }
        Await.until(
                "end of " + host,
                Cluster.LIMIT,
                () -> lab.processes(host, ProcessSelector.ALL).isEmpty());
    }

    private static Path copy(Path from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to);
        Commands.run("cp", "-a", from + "/.", to.toString());
        return to;
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(
                        file.getFileName().toString(), java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }
}
