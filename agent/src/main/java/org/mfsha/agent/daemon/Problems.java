package org.mfsha.agent.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.NodeKind;
import org.mfsha.agent.control.status.NodeStatus;
import org.mfsha.agent.control.status.PauseStatus;
import org.mfsha.agent.master.UnwiseSettings;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.agent.transport.Undecryptable;

/** What somebody should look at, in sentences that say what to do. */
final class Problems {
    private static final long SKEW_LIMIT_MILLIS = 5_000;
    private static final long RECENT_NANOS = 60_000_000_000L;
    private static final long LAG_LIMIT_LINES = 10_000;

    private final Config config;
    private final DatagramTransport transport;

    Problems(Config config, DatagramTransport transport) {
        this.config = config;
        this.transport = transport;
    }

    /** @param dissenters nodes that go by other rules of the election */
    List<String> list(List<NodeStatus> nodes, List<String> dissenters, Optional<TakeoverRecord> lastTakeover) {
        List<String> problems = new ArrayList<>();
        for (String dissenter : dissenters) {
            problems.add(dissenter + " is not heeded in elections, nor heeds this node: its CANDIDATES, WITNESSES or"
                    + " LEASE_MILLIS differ; make them the same and restart its agent");
        }
        config.warnings().forEach(warning -> problems.add(warning.toString()));
        if (config.cluster().self().kind() == NodeKind.CANDIDATE) {
            problems.addAll(UnwiseSettings.in(config.master().cfg()));
        }
        for (NodeStatus node : nodes) {
            ofNode(node, problems);
        }
        if (nodes.stream().noneMatch(NodeStatus::hot)
                && nodes.stream().anyMatch(node -> node.role().equals(Role.LEADER.word()))) {
            problems.add("no standby is hot: if the leader fails now, nobody takes over until one is");
        }
        for (Undecryptable stranger : transport.health().undecryptable()) {
            if (System.nanoTime() - stranger.lastNanos() < RECENT_NANOS) {
                problems.add("messages from " + stranger.source().getHostAddress() + " do not decrypt ("
                        + stranger.count() + " so far): copy the cluster's key file to that node");
            }
        }
        lastTakeover
                .filter(takeover -> takeover.lostCount() > 0)
                .ifPresent(takeover -> problems.add(takeover.lostCount() + " changes were lost with epoch "
                        + takeover.epoch() + ": `mfsha history --lost " + takeover.epoch() + "` names them"));
        return List.copyOf(problems);
    }

    private static void ofNode(NodeStatus node, List<String> problems) {
        if (!node.reachable()) {
            problems.add(node.name() + " is not reachable: is its agent running, is its network up?");
        }
        long skew = node.clockSkewMillis().orElse(0L);
        if (node.reachable() && Math.abs(skew) > SKEW_LIMIT_MILLIS) {
            problems.add("the clock of " + node.name() + " is " + Math.abs(skew) / 1_000 + " s "
                    + (skew > 0 ? "ahead" : "behind") + ": set it; elections do not depend on it, time stamps do");
        }
        node.whyNotHot()
                .filter(_ -> node.reachable())
                .ifPresent(why -> problems.add(node.name() + " is not hot: " + why));
        if (node.lagLines().orElse(0L) > LAG_LIMIT_LINES) {
            problems.add(node.name() + " is " + node.lagLines().get() + " changes behind the leader");
        }
    }

    /** What keeps the cluster from having a leader. */
    static String whyNoLeader(ClusterConfig cluster, List<NodeStatus> nodes, Optional<PauseStatus> pause) {
        if (pause.isPresent()) {
            return "paused " + pause.get().untilWhen() + ": nobody takes over before that, or before `mfsha resume`";
        }
        List<String> missing = nodes.stream()
                .filter(node -> !node.reachable())
                .map(NodeStatus::name)
                .toList();
        if (cluster.isExternal()) {
            return nodes.stream().noneMatch(NodeStatus::hot)
                    ? "no node is ready to lead"
                    : "the external elector has promoted no node that is reachable: look at its log, and at `mfsha"
                            + " elector-check` on each node";
        }
        int present = nodes.size() - missing.size();
        if (present < cluster.majority()) {
            return "only " + present + " of " + nodes.size() + " nodes are here, " + cluster.majority()
                    + " are needed; missing: " + String.join(", ", missing);
        }
        boolean firstStart = nodes.stream().allMatch(node -> node.epoch() == 0);
        if (firstStart && !missing.isEmpty()) {
            return "the first start needs every node once; missing: " + String.join(", ", missing);
        }
        if (nodes.stream().noneMatch(NodeStatus::hot)) {
            return "no node is ready to lead";
        }
        return "an election is going on";
    }
}
