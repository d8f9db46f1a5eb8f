package org.mfsha.agent.address;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.peer.PeerMessage.Connections;

/** The leader's connections, as it last told them. Thread-safe. */
public final class KnownConnections {
    private static final int PER_MESSAGE = 100;
    private static final int CHUNKSERVER_PORT = 9420;
    private static final int COUNT_BITS = 32;

    private final Map<Integer, List<ClientConnection>> parts = new HashMap<>();
    private long batch;
    private List<ClientConnection> complete = List.of();

    /** A part arrived. One that was overtaken by a later collection, or by a later leader's, means nothing any more. */
    public synchronized void accept(Connections message) {
        if (message.batch() < batch) {
            return;
        }
        if (message.batch() > batch) {
            batch = message.batch();
            parts.clear();
        }
        parts.put(message.part(), message.connections());
        if (parts.size() == message.parts()) {
            complete = parts.values().stream().flatMap(List::stream).toList();
        }
    }

    /** This node leads: what it sees itself. What was told in this epoch or before means nothing any more. */
    public synchronized void replace(long epoch, List<ClientConnection> connections) {
        long afterwards = (epoch + 1) << COUNT_BITS;
        if (batch < afterwards) {
            batch = afterwards;
            parts.clear();
        }
        complete = List.copyOf(connections);
    }

    /** The last complete collection. */
    public synchronized List<ClientConnection> all() {
        return complete;
    }

    /** How many chunkservers the last leader had. */
    public synchronized long chunkservers() {
        return complete.stream()
                .filter(connection -> connection.port() == CHUNKSERVER_PORT)
                .count();
    }

    /**
     * A collection as messages that fit into datagrams.
     *
     * @param epoch in which the sender leads: its collections come after all of earlier leaders, also of one that was the
     *     same node and has started again since
     * @param count of collections in this epoch, increasing, from 1, below 2^32
     */
    public static List<Connections> messages(long epoch, long count, List<ClientConnection> connections) {
        long batch = (epoch << COUNT_BITS) + count;
        int parts = Math.max(1, (connections.size() + PER_MESSAGE - 1) / PER_MESSAGE);
        List<Connections> messages = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = part * PER_MESSAGE;
            int to = Math.min(connections.size(), from + PER_MESSAGE);
            messages.add(new Connections(batch, part, parts, connections.subList(from, to)));
        }
        return messages;
    }
}
