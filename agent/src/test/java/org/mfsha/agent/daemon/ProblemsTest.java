package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.ElectionMode;
import org.mfsha.agent.config.LocalConfig;
import org.mfsha.agent.config.MasterConfig;
import org.mfsha.agent.config.Node;
import org.mfsha.agent.config.NodeKind;
import org.mfsha.agent.config.Problem;
import org.mfsha.agent.config.TimingConfig;
import org.mfsha.agent.control.status.NodeStatus;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.DatagramSecurity;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.agent.transport.DatagramTransport;

final class ProblemsTest {
    private static final Path NOWHERE = Path.of("/nonexistent");
    private static final Problem WARNING = new Problem(Path.of("mfsha.cfg"), 3, "odd value", "use another");

    @TempDir
    private Path directory;

    private Path masterCfg;
    private DatagramTransport transport;
    private Problems problems;

    @BeforeEach
    void open() throws IOException {
        masterCfg = Files.createFile(directory.resolve("mfsmaster.cfg"));
        var security = new DatagramSecurity(new ClusterKey(new byte[32]), "a", Set.of("b"), 1, new SecureRandom());
        transport = new DatagramTransport(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of(),
                security,
                new ArrayBlockingQueue<>(1));
        problems = new Problems(config(List.of()), transport);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void aHealthyClusterHasNoProblems() {
        assertThat(problems.list(List.of(leader("a"), standby("b"), witness("c")), List.of(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void aNodeOutOfReachIsNamed() {
        assertThat(problems.list(List.of(leader("a"), standby("b"), gone("c")), List.of(), Optional.empty()))
                .singleElement()
                .asString()
                .contains("c is not reachable");
    }

    @Test
    void withoutAnyHotStandbyTheNextFaultWouldHurt() {
        assertThat(problems.list(List.of(leader("a"), gone("b"), witness("c")), List.of(), Optional.empty()))
                .anyMatch(problem -> problem.startsWith("no standby is hot"));
    }

    @Test
    void aStandbyThatIsNotHotSaysWhy() {
        NodeStatus cold = node("b", "rebuilding", true, false, Optional.of("loading metadata"), 5, 0, 0);

        assertThat(problems.list(List.of(leader("a"), cold), List.of(), Optional.empty()))
                .contains("b is not hot: loading metadata");
    }

    @Test
    void aNodeWithOtherRulesOfTheElectionIsNamedWithTheSettingsToCompare() {
        assertThat(problems.list(List.of(leader("a"), standby("b")), List.of("b"), Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("b ")
                .contains("CANDIDATES", "WITNESSES", "LEASE_MILLIS");
    }

    @Test
    void aClockIsAProblemBeyondFiveSeconds() {
        List<NodeStatus> nodes = List.of(leader("a"), withSkew("b", 5_000), withSkew("c", -61_000));

        assertThat(problems.list(nodes, List.of(), Optional.empty()))
                .singleElement()
                .asString()
                .contains("c is 61 s behind");
    }

    @Test
    void aStandbyFarBehindIsNamedWithItsLag() {
        NodeStatus slow = node("b", "standby", true, true, Optional.empty(), 5, 10_001, 0);

        assertThat(problems.list(List.of(leader("a"), slow), List.of(), Optional.empty()))
                .containsExactly("b is 10001 changes behind the leader");
    }

    @Test
    void lostChangesArePointedOut() {
        var record = new TakeoverRecord(9, "a", "b", "lease-lost", 0, 0, List.of(), List.of("one", "two"));

        assertThat(problems.list(List.of(leader("a"), standby("b")), List.of(), Optional.of(record)))
                .singleElement()
                .asString()
                .contains("2 changes were lost with epoch 9: `mfsha history --lost 9` names them");
    }

    @Test
    void aMasterThatSavesItsChangesLateIsPointedOut() throws IOException {
        Files.writeString(masterCfg, "CHANGELOG_SAVE_MODE = 0\n");

        assertThat(problems.list(List.of(leader("a"), standby("b")), List.of(), Optional.empty()))
                .singleElement()
                .asString()
                .contains("CHANGELOG_SAVE_MODE = 0", "set it to 1");
    }

    @Test
    void warningsOfTheConfigurationAreRepeated() throws UnknownHostException {
        var warned = new Problems(config(List.of(WARNING)), transport);

        assertThat(warned.list(List.of(leader("a"), standby("b")), List.of(), Optional.empty()))
                .containsExactly(WARNING.toString());
    }

    @Test
    void withTooFewNodesNobodyCanLead() throws UnknownHostException {
        assertThat(Problems.whyNoLeader(cluster(), List.of(standby("a"), gone("b"), gone("c")), Optional.empty()))
                .contains("only 1 of 3")
                .contains("2 are needed")
                .contains("missing: b, c");
    }

    @Test
    void theFirstStartNeedsEveryNode() throws UnknownHostException {
        NodeStatus fresh = node("a", "standby", true, true, Optional.empty(), 0, 0, 0);
        NodeStatus freshToo = node("b", "witness", true, false, Optional.empty(), 0, 0, 0);
        NodeStatus unheard = node("c", "unreachable", false, false, Optional.empty(), 0, 0, 0);

        assertThat(Problems.whyNoLeader(cluster(), List.of(fresh, freshToo, unheard), Optional.empty()))
                .contains("first start")
                .contains("missing: c");
    }

    @Test
    void withoutAReadyNodeNobodyLeads() throws UnknownHostException {
        assertThat(Problems.whyNoLeader(cluster(), List.of(witness("a"), witness("b"), gone("c")), Optional.empty()))
                .isEqualTo("no node is ready to lead");
    }

    @Test
    void otherwiseAnElectionIsGoingOn() throws UnknownHostException {
        assertThat(Problems.whyNoLeader(cluster(), List.of(standby("a"), witness("b"), gone("c")), Optional.empty()))
                .isEqualTo("an election is going on");
    }

    @Test
    void whereAnotherProgramElectsNobodySpeaksOfAMajority() throws UnknownHostException {
        ClusterConfig inside = cluster();
        var outside = new ClusterConfig(inside.self(), inside.nodes(), 9500, ElectionMode.EXTERNAL, 1_200);

        assertThat(Problems.whyNoLeader(outside, List.of(standby("a"), gone("b"), gone("c")), Optional.empty()))
                .startsWith("the external elector has promoted no node");
    }

    private static NodeStatus leader(String name) {
        return node(name, "leader", true, false, Optional.empty(), 5, 0, 0);
    }

    private static NodeStatus standby(String name) {
        return withSkew(name, 0);
    }

    private static NodeStatus withSkew(String name, long skewMillis) {
        return node(name, "standby", true, true, Optional.empty(), 5, 0, skewMillis);
    }

    private static NodeStatus witness(String name) {
        return node(name, "witness", true, false, Optional.empty(), 5, 0, 0);
    }

    private static NodeStatus gone(String name) {
        return node(name, "unreachable", false, false, Optional.of("not heard for 9 s"), 5, 0, 900_000);
    }

    private static NodeStatus node(
            String name,
            String role,
            boolean reachable,
            boolean hot,
            Optional<String> why,
            long epoch,
            long lag,
            long skewMillis) {
        return new NodeStatus(
                name,
                "candidate",
                role,
                reachable,
                hot,
                why,
                epoch,
                Optional.empty(),
                Optional.of(lag),
                Optional.of(1L),
                Optional.of(skewMillis));
    }

    private static ClusterConfig cluster() throws UnknownHostException {
        Inet4Address address = (Inet4Address) InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        List<Node> nodes = Stream.of("a", "b", "c")
                .map(name -> new Node(name, address, NodeKind.CANDIDATE))
                .toList();
        return new ClusterConfig(nodes.getFirst(), nodes, 9500, ElectionMode.MAJORITY, 1_200);
    }

    private Config config(List<Problem> warnings) throws UnknownHostException {
        return new Config(
                cluster(),
                Optional.empty(),
                new TimingConfig(500, 100, 500, 50),
                new MasterConfig(NOWHERE, masterCfg, NOWHERE, 1, 1, 1, 1, 1, 1),
                new LocalConfig(NOWHERE, NOWHERE, NOWHERE, NOWHERE),
                new ArchiveConfig(1, 1, 1, 1),
                warnings);
    }
}
