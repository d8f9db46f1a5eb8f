package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.watch.ServingHosts;
import org.mfsha.lab.watch.Watch;

/** A cluster that has never had a leader begins. */
@Tag("lab")
@RequiresLab
@Timeout(120)
class FirstStartLabTest {
    private Cluster cluster;

    private void prepare(LabSpec spec) throws Exception {
        cluster = Cluster.prepare(spec);
    }

    @AfterEach
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void nobodyLeadsWhileAStrangerHasTheSharedAddressAndSomebodyDoesOnceItIsGone() throws Exception {
        prepare(Cluster.spec().withHosts(2, 1, 0, 1));
        cluster.on("client1", "ip", "address", "add", Cluster.SHARED_ADDRESS + "/24", "dev", "eth0");
        String stranger = Watch.hardwareAddress(cluster.lab(), "client1");

        startAgents();

        cluster.awaitProblem("m1", Cluster.SHARED_ADDRESS, stranger);
        cluster.awaitProblem("w1", Cluster.SHARED_ADDRESS, stranger);
        AgentStatus status =
                cluster.awaitStatus("w1", "no leader", seen -> seen.leader().isEmpty());
        assertThat(status.whyNoLeader()).contains("no node is ready to lead");
        assertThat(status.epoch()).isZero();

        cluster.on("client1", "ip", "address", "del", Cluster.SHARED_ADDRESS + "/24", "dev", "eth0");
        cluster.calm();
        cluster.awaitNoProblem("m1", stranger);
    }

    @Test
    void theFirstLeadershipNeedsEveryNodeOnce() throws Exception {
        prepare(Cluster.spec().withHosts(2, 1, 0, 0));
        cluster.lab().start("m1");
        cluster.lab().start("w1");

        AgentStatus status = cluster.awaitStatus(
                "m1",
                "who is missing",
                seen -> seen.whyNoLeader()
                        .filter(why -> why.contains("the first start needs every node once; missing: m2"))
                        .isPresent());
        assertThat(status.leader()).isEmpty();

        cluster.lab().start("m2");
        cluster.calm();
    }

    @Test
    void aMasterThatCannotStartReleasesEverythingAndTheNextCandidateServes() throws Exception {
        prepare(Cluster.spec().withHosts(3, 0, 0, 0));
        cluster.lab().startAll();
        cluster.calm();
        AgentStatus before = cluster.leader();
        String bad = cluster.besides(before.node()); // preferred, as it is listed first
        String good = cluster.candidates().stream()
                .filter(name -> !name.equals(bad) && !name.equals(before.node()))
                .findFirst()
                .orElseThrow();
        listen(bad);

        cluster.lab().powerOff(before.node());

        AgentStatus after = cluster.awaitStatus(
                good, "that it leads", status -> status.leads() && status.leaseRemainingMillis() > 0);
        assertThat(after.epoch())
                .as(
                        "one attempt, unless it was noticed before, then the next one; a machine that stands still costs more")
                .isBetween(before.epoch() + 1, before.epoch() + 4);
        assertThat(ServingHosts.among(cluster.lab(), cluster.candidates())).containsExactly(good);
        cluster.awaitProblem(good, bad + " is not hot", "another program listens here on [9421]");
        cluster.lab().kill(bad, new ProcessSelector.Named("perl"));
        cluster.awaitHot(bad);
        assertThat(cluster.leader()).returns(good, AgentStatus::node).returns(after.epoch(), AgentStatus::epoch);
    }

    /** A foreign program has MooseFS's port for clients on this host, from now on. */
    private void listen(String host) throws Exception {
        String program =
                "use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 1, LocalPort => 9421) or die $!;"
                        + " if (fork) { exit 0 } open STDOUT, '>', '/dev/null'; open STDERR, '>', '/dev/null'; sleep 600";
        assertThat(cluster.on(host, "perl", "-e", program)).returns(0, result -> result.exit());
        assertThat(cluster.lab().processes(host, new ProcessSelector.Named("perl")))
                .isNotEmpty();
    }

    private void startAgents() throws Exception {
        for (var host : cluster.lab().hosts()) {
            if (host.kind() == HostKind.CANDIDATE || host.kind() == HostKind.WITNESS) {
                cluster.lab().start(host.name());
            }
        }
    }
}
