package org.mfsha.agent.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.mfsha.agent.peer.PeerCodec;
import org.mfsha.agent.peer.PeerMessage;
import org.mfsha.agent.takeover.Phases;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;

/**
 * Elections among three imagined nodes, in memory, on imagined time. A takeover happens once a year and must be fast
 * then: this loads, links and compiles what it will need, before it is needed.
 */
final class Rehearsal {
    private static final List<NodeId> CANDIDATES = List.of(new NodeId("a"), new NodeId("b"));
    private static final List<NodeId> WITNESSES = List.of(new NodeId("w"));
    private static final long STEP_NANOS = 5_000_000;
    private static final int STEPS_PER_ELECTION = 400;

    private final Map<NodeId, Coordinator> nodes = new HashMap<>();
    private final ElectionClock clock = new ElectionClock();
    private final Queue<Sent> network = new ArrayDeque<>();
    private long now;

    private record Sent(NodeId from, NodeId to, PeerMessage message) {}

    private Rehearsal() {
        var data = new Report(new Position(0, 1), 1, true);
        for (NodeId node : List.of(CANDIDATES.get(0), CANDIDATES.get(1), WITNESSES.get(0))) {
            var members = new Membership(node, CANDIDATES, WITNESSES);
            nodes.put(node, new Coordinator(members, Timing.lan(), Action.Ballot.BLANK, now));
            handle(node, new Event.SelfReported(CANDIDATES.contains(node) ? data : Report.EMPTY));
        }
    }

    /** Runs some elections; takes a fraction of a second. */
    static void run(int elections) {
        for (int i = 0; i < elections; i++) {
            var rehearsal = new Rehearsal();
            rehearsal.elect();
            rehearsal.nodes.remove(CANDIDATES.getFirst()); // The leader is lost.
            rehearsal.elect();
        }
        var record = new TakeoverRecord(1, "a", "", "rehearsal", 0, 0, new Phases().laps(), List.of());
        History.told(record);
    }

    private void elect() {
        for (int step = 0; step < STEPS_PER_ELECTION; step++) {
            now += STEP_NANOS;
            for (NodeId node : List.copyOf(nodes.keySet())) {
                handle(node, new Event.Tick());
            }
            deliver();
        }
    }

    private void deliver() {
        for (Sent sent = network.poll(); sent != null; sent = network.poll()) {
            try {
                if (nodes.containsKey(sent.to())
                        && PeerCodec.decode(PeerCodec.encode(sent.message()))
                                instanceof PeerMessage.Decision(long _, var message)) {
                    handle(sent.to(), new Event.Received(sent.from(), message));
                }
            } catch (IOException e) {
                throw new IllegalStateException("this agent does not understand its own messages", e);
            }
        }
    }

    private void handle(NodeId node, Event event) {
        Coordinator coordinator = nodes.get(node);
        List<Action> actions = coordinator.handle(event, now);
        clock.observe(coordinator.view(now));
        for (Action action : actions) {
            switch (action) {
                case Action.Send(NodeId to, var message) ->
                    network.add(new Sent(node, to, new PeerMessage.Decision(0, message)));
                case Action.StartServing(var lineage, long _) ->
                    handle(node, new Event.MasterListening(lineage.epoch()));
                default -> {}
            }
        }
    }
}
