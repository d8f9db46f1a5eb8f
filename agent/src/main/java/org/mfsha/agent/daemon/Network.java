package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.peer.PeerCodec;
import org.mfsha.agent.peer.PeerMessage;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.agent.transport.Received;
import org.mfsha.core.NodeId;
import org.mfsha.core.protocol.Event;

/** Hands what other nodes say to whom it concerns. */
final class Network {
    private static final Logger LOG = System.getLogger(Network.class.getName());
    /** More than a second of messages from many peers; what does not fit is lost, as on any network. */
    private static final int INBOX_SIZE = 1_024;

    private final BlockingQueue<Received> inbox = new ArrayBlockingQueue<>(INBOX_SIZE);
    private final PeerBoard peers;
    private final PauseBoard pauses;
    private final KnownConnections connections;
    private final long rules;

    /** Where election messages go. */
    interface Decisions {
        void post(Event event);
    }

    /** @param rules what this node holds for the rules of the election */
    Network(PeerBoard peers, PauseBoard pauses, KnownConnections connections, long rules) {
        this.peers = peers;
        this.pauses = pauses;
        this.connections = connections;
        this.rules = rules;
    }

    /** Where the transport puts what arrives. */
    BlockingQueue<Received> inbox() {
        return inbox;
    }

    /** Starts to hand out. */
    void start(Decisions decisions, History history) {
        Thread.ofPlatform().daemon().name("inbox").start(() -> {
            try {
                while (true) {
                    handOut(inbox.take(), decisions, history);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void handOut(Received received, Decisions decisions, History history) {
        var from = new NodeId(received.sender());
        try {
            switch (PeerCodec.decode(received.payload())) {
                case PeerMessage.Decision(long theirs, var message) -> {
                    // Whose majority is another, or whose leases are longer, must neither vote here nor be voted for.
                    if (theirs == rules) {
                        decisions.post(new Event.Received(from, message));
                    }
                }
                case PeerMessage.Gossip(long theirs, var status) -> {
                    peers.accept(from, status, theirs == rules);
                    status.takeover().ifPresent(history::addTold);
                }
                case PeerMessage.PauseNews(long theirs, var notice) -> {
                    if (theirs == rules) {
                        pauses.accept(from, notice);
                    }
                }
                case PeerMessage.Connections message -> connections.accept(message);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "message from {0} not understood: {1}", from, e.getMessage());
        }
    }

    /** Sends to one node. */
    static void send(DatagramTransport transport, NodeId to, PeerMessage message) {
        transport.send(to.name(), PeerCodec.encode(message));
    }
}
