package org.mfsha.agent.daemon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.Node;
import org.mfsha.agent.config.NodeKind;
import org.mfsha.agent.control.status.NodeStatus;
import org.mfsha.agent.control.status.PauseStatus;
import org.mfsha.agent.control.status.PositionStatus;
import org.mfsha.agent.control.status.Status;
import org.mfsha.agent.control.status.TakeoverStatus;
import org.mfsha.agent.daemon.PeerBoard.Heard;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.history.Position;

/** The whole cluster as this node sees it, for people and programs. Thread-safe. */
final class StatusBoard {
    private static final String UNREACHABLE = "unreachable";

    private final Config config;
    private final PeerBoard peers;
    private final Gossip gossip;
    private final ViewBoard view;
    private final Problems problems;
    private final History history;
    private final PauseBoard pauses;
    private final Supplier<List<String>> ownProblems;

    StatusBoard(
            Config config,
            PeerBoard peers,
            Gossip gossip,
            ViewBoard view,
            DatagramTransport transport,
            History history,
            PauseBoard pauses,
            Supplier<List<String>> ownProblems) {
        this.config = config;
        this.peers = peers;
        this.gossip = gossip;
        this.view = view;
        this.problems = new Problems(config, transport);
        this.history = history;
        this.pauses = pauses;
        this.ownProblems = ownProblems;
    }

    Status now() {
        Coordinator.View seen = view.get();
        org.mfsha.agent.peer.NodeStatus own = gossip.now();
        List<NodeStatus> nodes = new ArrayList<>();
        Optional<Position> leaderAt = leaderPosition(own);
        for (Node node : config.cluster().nodes()) {
            nodes.add(
                    node.equals(config.cluster().self())
                            ? describe(node, own, true, Optional.empty(), Optional.empty(), leaderAt)
                            : describePeer(node, leaderAt));
        }
        Optional<String> leader = nodes.stream()
                .filter(node -> node.role().equals(Role.LEADER.word()))
                .map(NodeStatus::name)
                .findFirst();
        Optional<String> holder = holder(own);
        Optional<PauseStatus> pause = pauses.status();
        return new Status(
                config.cluster().self().name(),
                leader,
                leader.isPresent()
                        ? Optional.empty()
                        : Optional.of(Problems.whyNoLeader(config.cluster(), nodes, pause)),
                Math.max(seen.leaderEpoch(), seen.ballot().accepted().epoch()),
                own.leaseMillis(),
                config.address().map(AddressConfig::cidr),
                holder,
                nodes,
                history.last().map(StatusBoard::takeover),
                allProblems(nodes, pause),
                pause);
    }

    private List<String> allProblems(List<NodeStatus> nodes, Optional<PauseStatus> pause) {
        List<String> dissenters = peers.dissenters().stream().map(NodeId::name).toList();
        List<String> all = new ArrayList<>();
        pause.flatMap(PauseStatus::trouble)
                .ifPresent(trouble -> all.add("paused " + pause.get().untilWhen() + ", and " + trouble));
        all.addAll(problems.list(nodes, dissenters, history.last()));
        all.addAll(ownProblems.get());
        return all;
    }

    private NodeStatus describePeer(Node node, Optional<Position> leaderAt) {
        Optional<Heard> heard = peers.of(new NodeId(node.name()));
        if (heard.isEmpty()) {
            return new NodeStatus(
                    node.name(),
                    kind(node),
                    UNREACHABLE,
                    false,
                    false,
                    Optional.of("never heard since this agent started"),
                    0,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        Heard word = heard.get();
        return describe(
                node,
                word.status(),
                word.isReachable(),
                Optional.of(word.ageMillis()),
                Optional.of(word.skewMillis()),
                leaderAt);
    }

    private static NodeStatus describe(
            Node node,
            org.mfsha.agent.peer.NodeStatus status,
            boolean reachable,
            Optional<Long> ageMillis,
            Optional<Long> skewMillis,
            Optional<Position> leaderAt) {
        boolean candidate = node.kind() == NodeKind.CANDIDATE;
        boolean leads = status.role().equals(Role.LEADER.word());
        boolean hot = reachable && status.hot();
        String why = reachable ? status.whyNotHot() : "not heard for " + ageMillis.orElse(0L) / 1_000 + " s";
        return new NodeStatus(
                node.name(),
                kind(node),
                reachable ? status.role() : UNREACHABLE,
                reachable,
                hot,
                candidate && !hot && !leads && !why.isEmpty() ? Optional.of(why) : Optional.empty(),
                status.epoch(),
                candidate && status.metadataId() != 0
                        ? Optional.of(new PositionStatus(
                                status.position().epoch(), status.position().version()))
                        : Optional.empty(),
                candidate && status.metadataId() != 0
                        ? leaderAt.map(at ->
                                Math.max(0, at.version() - status.position().version()))
                        : Optional.empty(),
                ageMillis,
                skewMillis);
    }

    private Optional<Position> leaderPosition(org.mfsha.agent.peer.NodeStatus own) {
        return own.role().equals(Role.LEADER.word()) ? Optional.of(own.position()) : peers.leaderPosition();
    }

    private Optional<String> holder(org.mfsha.agent.peer.NodeStatus own) {
        if (own.holdsAddress()) {
            return Optional.of(config.cluster().self().name());
        }
        return config.cluster().peers().stream()
                .filter(peer -> peers.of(new NodeId(peer.name()))
                        .filter(Heard::isReachable)
                        .filter(word -> word.status().holdsAddress())
                        .isPresent())
                .map(Node::name)
                .findFirst();
    }

    private static String kind(Node node) {
        return node.kind() == NodeKind.CANDIDATE ? "candidate" : "witness";
    }

    /** A takeover in the words of the status. */
    static TakeoverStatus takeover(TakeoverRecord record) {
        return new TakeoverStatus(
                record.epoch(),
                record.leader(),
                Optional.of(record.previousLeader()).filter(name -> !name.isEmpty()),
                record.reason(),
                Instant.ofEpochMilli(record.startedAt()).toString(),
                record.listeningAt() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(record.listeningAt()).toString()),
                record.phases().stream()
                        .map(phase -> new TakeoverStatus.Phase(phase.name(), phase.micros()))
                        .toList(),
                record.lost(),
                record.lostCount());
    }
}
