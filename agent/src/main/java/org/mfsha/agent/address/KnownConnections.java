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
    /** A collection is sent every second; what is farther behind is not late, its sender has started again. */
    private static final long OVERTAKEN_AT_MOST = 100;

    private final Map<Integer, List<ClientConnection>> parts = new HashMap<>();
    private String sender = "";
    private long batch;
    private List<ClientConnection> complete = List.of();

    /**
     * A part arrived. One that was overtaken by a later collection means nothing any more; another sender, or one that
     * began to count anew, is a new leader.
     */
    public synchronized void accept(String from, Connections message) {
        long behind = batch - message.batch();
        if (from.equals(sender) && behind > 0 && behind <= OVERTAKEN_AT_MOST) {
            return;
        }
        if (!from.equals(sender) || behind != 0) {
            sender = from;
            batch = message.batch();
            parts.clear();
        }
        parts.put(message.part(), message.connections());
        if (parts.size() == message.parts()) {
            complete = parts.values().stream().flatMap(List::stream).toList();
        }
    }

    /** This node leads: what it sees itself. */
    public synchronized void replace(List<ClientConnection> connections) {
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

    /** A collection as messages that fit into datagrams. */
    public static List<Connections> messages(long batch, List<ClientConnection> connections) {
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
