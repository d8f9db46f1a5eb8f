package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.Host;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.watch.ServingHosts;

/** The real ucarp decides among three failover machines, with the hooks that mfsha ships. */
@Tag("lab")
@RequiresLab
@Timeout(180)
class UcarpLabTest {
    private static final Path ROOT =
            Path.of(System.getProperty("mfsha.root", "")).toAbsolutePath();

    private Cluster cluster;

    @BeforeEach
    void makeCluster() throws Exception {
        cluster = Cluster.prepare(Cluster.spec().withHosts(3, 0, 0, 0));
        for (String name : cluster.candidates()) {
            Path file = cluster.lab().host(name).etc("mfsha.cfg");
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.removeIf(line -> line.startsWith("WITNESSES"));
            lines.add("ELECTION = external");
            Files.write(file, lines);
            cluster.lab().start(name);
        }
        cluster.awaitStatus(
                "m1",
                "that it is ready",
                status -> status.node("m1").filter(AgentStatus.Node::hot).isPresent());
    }

    @AfterEach
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anotherMachineTakesOverALostHostAndTheLostOneComesBackAsAStandby() throws Exception {
        ucarp("m1", 0);
        awaitServing("m1");
        ucarp("m2", 10);
        ucarp("m3", 20);
        awaitFollowing("m2", "m3");

        cluster.lab().powerOff("m1");
        String successor = Await.value(
                "a successor",
                Cluster.LIMIT,
                () -> serving().stream().filter(name -> !name.equals("m1")).findFirst());
        assertThat(successor).isIn("m2", "m3");

        cluster.lab().powerOn("m1");
        cluster.lab().start("m1");
        ucarp("m1", 0);
        cluster.awaitHot("m1");
        assertThat(serving()).containsExactly(successor);
    }

    @Test
    void aMachineThatCannotBecomeMasterIsToldToStepBackAndAnotherTakesOver() throws Exception {
        ucarp("m1", 0);
        awaitServing("m1");
        ucarp("m2", 10);
        awaitFollowing("m2", "m3");
        // The machine that ucarp prefers has no agent: its hook must fail, and ucarp must go on.
        cluster.lab().kill("m2", ProcessSelector.AGENT);
        ucarp("m3", 20);

        cluster.lab().powerOff("m1");

        awaitServing("m3");
    }

    private void ucarp(String name, int skew) throws IOException {
        Host host = cluster.lab().host(name);
        Path hooks = ROOT.resolve("packaging").resolve("ucarp");
        Commands.start(
                host.namespace()
                        .inside(List.of(
                                "env",
                                "MFSHA=" + ROOT.resolve("bin/mfsha"),
                                "MFSHA_LOG=" + host.logDirectory().resolve("hooks.log"),
                                "ucarp",
                                "-i",
                                "eth0",
                                "-s",
                                host.address(),
                                "-v",
                                "10",
                                "-p",
                                "secret",
                                "-a",
                                Cluster.SHARED_ADDRESS,
                                "-k",
                                Integer.toString(skew),
                                "-u",
                                hooks.resolve("vip-up").toString(),
                                "-d",
                                hooks.resolve("vip-down").toString(),
                                "-x",
                                host.etc("mfsha.cfg").toString(),
                                "-z")),
                host.logDirectory().resolve("ucarp.log"));
    }

    private List<String> serving() throws IOException {
        return ServingHosts.among(cluster.lab(), cluster.candidates());
    }

    private void awaitServing(String name) throws Exception {
        Await.until(name + " to serve", Cluster.LIMIT, () -> serving().equals(List.of(name)));
    }

    private void awaitFollowing(String... names) throws Exception {
        for (String name : names) {
            cluster.awaitStatus(
                    name, "that it follows m1", status -> status.leader().equals(Optional.of("m1")));
            cluster.awaitHot(name);
        }
    }
}
