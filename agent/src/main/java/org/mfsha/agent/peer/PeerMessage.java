package org.mfsha.agent.peer;

import java.util.List;
import org.mfsha.core.protocol.Message;

/** One datagram between agents. */
public sealed interface PeerMessage {
    /**
     * A message of the election.
     *
     * @param rules what its sender holds for the rules of the election, see {@code
     *     org.mfsha.agent.store.Electorate}; who goes by other rules must not heed it
     */
    record Decision(long rules, Message message) implements PeerMessage {}

    /**
     * What a node tells about itself, every half second and when it changes.
     *
     * @param rules as in a {@link Decision}
     */
    record Gossip(long rules, NodeStatus status) implements PeerMessage {}

    /**
     * What a node tells of a pause.
     *
     * @param rules as in a {@link Decision}
     */
    record PauseNews(long rules, PauseNotice notice) implements PeerMessage {}

    /**
     * Some of the leader's established client connections, for the next leader's announcement.
     *
     * @param batch number of the collection, increasing, the epoch in its upper half; all parts of it together replace an older one
     * @param part 0 for the first part
     * @param parts how many there are
     * @param connections the clients' ends and the ports they are connected to
     */
    record Connections(long batch, int part, int parts, List<ClientConnection> connections) implements PeerMessage {
        public Connections {
            connections = List.copyOf(connections);
        }
    }
}
