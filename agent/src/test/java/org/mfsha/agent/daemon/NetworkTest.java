package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.peer.PauseNotice;
import org.mfsha.agent.peer.PeerCodec;
import org.mfsha.agent.peer.PeerMessage;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.agent.transport.Received;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;

final class NetworkTest {
    private static final PeerMessage REFUSAL = new PeerMessage.Decision(7, new Message.Refusal(1, 2));

    @TempDir
    private Path directory;

    private final PeerBoard peers = new PeerBoard();
    private final KnownConnections connections = new KnownConnections();
    private final PauseBoard pauses = new PauseBoard(Optional::empty);
    private final Network network = new Network(peers, pauses, connections, 7);
    private final BlockingQueue<Event> decisions = new LinkedBlockingQueue<>();
    private History history;

    @BeforeEach
    void start() throws IOException {
        history = History.open(directory.resolve("history.jsonl"));
        network.start(decisions::add, history);
    }

    @Test
    void newsOfAPauseGoToTheirBoardUnlessTheSenderGoesByOtherRules() throws InterruptedException {
        var notice = new PauseNotice(PauseView.Phase.HOLDING, new NodeId("c"), 60_000, "why", false, "");
        receive(PeerCodec.encode(new PeerMessage.PauseNews(8, notice)));
        handledEverything();
        assertThat(pauses.best()).isEmpty();

        receive(PeerCodec.encode(new PeerMessage.PauseNews(7, notice)));
        handledEverything();
        assertThat(pauses.best()).contains(notice);
    }

    @Test
    void electionMessagesGoToTheCoreWithTheirSender() throws InterruptedException {
        receive(PeerCodec.encode(REFUSAL));

        assertThat(decisions.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new Event.Received(new NodeId("b"), new Message.Refusal(1, 2)));
    }

    @Test
    void whatANodeTellsOfItselfGoesToTheBoardAndItsTakeoverIntoTheHistory() throws InterruptedException {
        var takeover = new TakeoverRecord(4, "b", "", "first-start", 1, 2, List.of(), List.of());
        var status = Statuses.full(Role.LEADER, new Position(4, 9), 0, "", Optional.of(History.told(takeover)));
        receive(PeerCodec.encode(new PeerMessage.Gossip(7, status)));

        handledEverything();
        assertThat(peers.of(new NodeId("b")).orElseThrow().status()).isEqualTo(status);
        assertThat(history.last()).contains(takeover);
    }

    @Test
    void aVoteUnderOtherRulesIsNotHeededAndItsSenderIsKnownToDissent() throws InterruptedException {
        receive(PeerCodec.encode(new PeerMessage.Decision(8, new Message.Refusal(5, 6))));
        receive(PeerCodec.encode(new PeerMessage.Gossip(8, Statuses.of(Role.STANDBY, new Position(4, 9)))));
        receive(PeerCodec.encode(REFUSAL));

        assertThat(decisions.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new Event.Received(new NodeId("b"), new Message.Refusal(1, 2)));
        assertThat(peers.dissenters()).containsExactly(new NodeId("b"));

        receive(PeerCodec.encode(new PeerMessage.Gossip(7, Statuses.of(Role.STANDBY, new Position(4, 9)))));
        handledEverything();
        assertThat(peers.dissenters()).isEmpty();
    }

    @Test
    void theLeadersConnectionsAreKept() throws InterruptedException {
        var client = new ClientConnection(new InetSocketAddress("10.0.0.9", 4_000), 9421);
        receive(PeerCodec.encode(new PeerMessage.Connections(1, 0, 1, List.of(client))));

        handledEverything();
        assertThat(connections.all()).containsExactly(client);
    }

    @Test
    void nonsenseIsPassedOverAndTheNextMessageIsHandled() throws InterruptedException {
        receive(new byte[] {1, 9});
        receive(new byte[] {77});
        receive(new byte[0]);

        handledEverything();
        assertThat(peers.of(new NodeId("b"))).isEmpty();
    }

    private void handledEverything() throws InterruptedException {
        receive(PeerCodec.encode(REFUSAL));
        assertThat(decisions.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    private void receive(byte[] payload) throws InterruptedException {
        network.inbox().put(new Received("b", payload, System.nanoTime()));
    }
}
