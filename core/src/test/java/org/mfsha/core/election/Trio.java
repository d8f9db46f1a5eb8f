package org.mfsha.core.election;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.LongFunction;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Report;

/** Candidates a and b and witness w on a perfect network, as far as they are there; only their data is told them. */
final class Trio {
    private static final long MILLI = 1_000_000L;
    private static final long STEP = 5 * MILLI;
    private static final int STEPS_PER_REPORT = 50;

    private final Map<NodeId, Coordinator> nodes = new LinkedHashMap<>();
    private final Map<NodeId, LongFunction<Report>> data = new HashMap<>();
    private final Map<NodeId, Boolean> delivers = new HashMap<>();
    private final Queue<Mail> mails = new ArrayDeque<>();
    private Optional<Start> start = Optional.empty();
    private long now;
    private int fetches;

    /** A node has begun to serve. */
    record Start(NodeId node, Lineage lineage, long atMillis) {}

    private record Mail(NodeId to, Event event) {}

    /** A node that comes up with what it voted before, and says of its data what a function of the milliseconds says. */
    Trio with(NodeId node, long promised, Lineage accepted, LongFunction<Report> report) {
        var members = new Membership(node, List.of(Script.A, Script.B), List.of(Script.W));
        nodes.put(node, new Coordinator(members, Script.TIMING, new Ballot(promised, accepted), now));
        data.put(node, report);
        return this;
    }

    Trio with(NodeId node, long promised, Lineage accepted, Report report) {
        return with(node, promised, accepted, _ -> report);
    }

    /** A leader of an epoch, not there any more, that was heard at a position for a while. */
    Trio heard(NodeId listener, NodeId leader, Position position, long millis) {
        return heard(listener, leader, position.epoch(), position, millis);
    }

    /** The same of a leader whose data still has the number of an earlier epoch. */
    Trio heard(NodeId listener, NodeId leader, long epoch, Position position, long millis) {
        for (long end = now + millis * MILLI; now < end; now += 100 * MILLI) {
            var renew = new Message.Renew(
                    epoch,
                    now / MILLI + 1,
                    new Report(position, Script.cold(1, 1).metadataId(), false));
            nodes.get(listener).handle(new Event.Received(leader, renew), now);
        }
        return this;
    }

    /** Everybody hears this from a node that is not itself told. */
    Trio say(NodeId from, Message message) {
        nodes.keySet().stream()
                .filter(node -> !node.equals(from))
                .forEach(node -> mails.add(new Mail(node, new Event.Received(from, message))));
        return this;
    }

    /** Changes asked of this node are delivered. */
    Trio delivering(NodeId node) {
        delivers.put(node, true);
        return this;
    }

    /** Runs until somebody serves, or a time is over. */
    Trio run(long millis) {
        long end = now + millis * MILLI;
        for (int step = 0; now < end && start.isEmpty(); step++, now += STEP) {
            for (NodeId node : nodes.keySet()) {
                Event event = step % STEPS_PER_REPORT == 0
                        ? new Event.SelfReported(data.get(node).apply(now / MILLI))
                        : new Event.Tick();
                mails.add(new Mail(node, event));
            }
            deliver();
        }
        return this;
    }

    private void deliver() {
        for (Mail mail = mails.poll(); mail != null; mail = mails.poll()) {
            NodeId node = mail.to();
            for (Action action : nodes.get(node).handle(mail.event(), now)) {
                carryOut(node, action);
            }
        }
    }

    private void carryOut(NodeId node, Action action) {
        switch (action) {
            case Action.Send(NodeId to, Message message)
            when nodes.containsKey(to) -> mails.add(new Mail(to, new Event.Received(node, message)));
            case Action.StartServing(Lineage lineage, long _) ->
                start = Optional.of(new Start(node, lineage, now / MILLI));
            case Action.FetchTail(NodeId from, Position upTo) -> fetch(node, from, upTo);
            default -> {}
        }
    }

    private void fetch(NodeId node, NodeId from, Position upTo) {
        fetches++;
        if (delivers.getOrDefault(from, false)) {
            Report complete = new Report(upTo, data.get(node).apply(now / MILLI).metadataId(), true);
            data.put(node, _ -> complete);
            mails.add(new Mail(node, new Event.TailFetched(complete)));
        } else {
            mails.add(new Mail(node, new Event.TailFailed(from, "it has none")));
        }
    }

    /** Who began to serve, if anybody did. */
    Optional<Start> start() {
        return start;
    }

    int fetches() {
        return fetches;
    }
}
