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

/** The real keepalived decides among three failover machines, with the hook and the configuration that mfsha ships. */
@Tag("lab")
@RequiresLab
@Timeout(180)
class KeepalivedLabTest {
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
        keepalived("m1", 150);
        awaitServing("m1");
        keepalived("m2", 120);
        keepalived("m3", 100);
        awaitFollowing("m2", "m3");

        cluster.lab().powerOff("m1");
        String successor = Await.value(
                "a successor",
                Cluster.LIMIT,
                () -> serving().stream().filter(name -> !name.equals("m1")).findFirst());
        assertThat(successor).isIn("m2", "m3");

        cluster.lab().powerOn("m1");
        cluster.lab().start("m1");
        keepalived("m1", 150);
        cluster.awaitHot("m1");
        assertThat(serving()).containsExactly(successor);
    }

    @Test
    void aMachineThatCannotBecomeMasterFailsTheCheckAndAnotherTakesOver() throws Exception {
        keepalived("m1", 150);
        awaitServing("m1");
        keepalived("m2", 120);
        awaitFollowing("m2", "m3");
        // The machine that keepalived prefers has no agent: its check fails, and keepalived goes on.
        cluster.lab().kill("m2", ProcessSelector.AGENT);
        keepalived("m3", 100);

        cluster.lab().powerOff("m1");

        awaitServing("m3");
    }

    private void keepalived(String name, int priority) throws IOException {
        Host host = cluster.lab().host(name);
        Path shipped = ROOT.resolve("packaging").resolve("keepalived");
        String mfsha = ROOT.resolve("bin/mfsha").toString();
        // enable_script_security refuses scripts below a directory that others than root may write to, as /tmp is.
        String text = Files.readString(shipped.resolve("keepalived.conf.example"))
                .replace("    enable_script_security\n", "")
                .replace("/usr/bin/mfsha elector-check", mfsha + " elector-check -c " + host.etc("mfsha.cfg"))
                .replace("/usr/share/mfsha/keepalived", shipped.toString())
                .replace("priority 100", "priority " + priority);
        Path configuration = Files.writeString(host.etc("keepalived.conf"), text);
        Path pids = Files.createDirectories(host.var("keepalived"));
        Commands.start(
                host.namespace()
                        .inside(List.of(
                                "env",
                                "MFSHA=" + mfsha,
                                "MFSHA_CONFIG=" + host.etc("mfsha.cfg"),
                                "MFSHA_LOG=" + host.logDirectory().resolve("hooks.log"),
                                "keepalived",
                                "--dont-fork",
                                "--log-console",
                                "--log-detail",
                                "--vrrp",
                                "--use-file",
                                configuration.toString(),
                                "--pid",
                                pids.resolve("keepalived.pid").toString(),
                                "--vrrp_pid",
                                pids.resolve("vrrp.pid").toString())),
                host.logDirectory().resolve("keepalived.log"));
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
