package org.mfsha.agent.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.peer.PeerMessage.Connections;

final class KnownConnectionsTest {
    private final KnownConnections known = new KnownConnections();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 250, 1000})
    void aCollectionArrivesWhole(int size) {
        known.replace(0, clients(3));
        KnownConnections.messages(1, 1, clients(size)).forEach(part -> known.accept(part));

        assertThat(known.all()).containsExactlyInAnyOrderElementsOf(clients(size));
    }

    @Test
    void partsMayArriveInAnyOrderAndTwice() {
        List<Connections> parts = KnownConnections.messages(1, 1, clients(250));
        known.accept(parts.get(2));
        known.accept(parts.get(0));
        known.accept(parts.get(2));
        known.accept(parts.get(1));
        known.accept(parts.get(0));

        assertThat(known.all()).containsExactlyInAnyOrderElementsOf(clients(250));
    }

    @Test
    void aCollectionCountsOnlyWhenItsLastPartIsThere() {
        known.replace(0, clients(3));
        List<Connections> parts = KnownConnections.messages(1, 1, clients(250));
        known.accept(parts.get(0));
        known.accept(parts.get(1));

        assertThat(known.all()).isEqualTo(clients(3));
    }

    @Test
    void aCollectionWithALostPartIsReplacedByTheNextOne() {
        known.accept(KnownConnections.messages(1, 1, clients(250)).get(0));
        KnownConnections.messages(1, 2, clients(120)).forEach(part -> known.accept(part));

        assertThat(known.all()).containsExactlyInAnyOrderElementsOf(clients(120));
    }

    @Test
    void partsOfTwoCollectionsAreNeverMixed() {
        known.accept(KnownConnections.messages(1, 1, clients(150)).get(0));
        known.accept(KnownConnections.messages(1, 2, clients(150)).get(1));

        assertThat(known.all()).isEmpty();
    }

    @Test
    void aPartThatWasOvertakenByALaterCollectionChangesNothing() {
        List<Connections> overtaken = KnownConnections.messages(1, 1, clients(3));
        KnownConnections.messages(1, 2, clients(5)).forEach(part -> known.accept(part));

        overtaken.forEach(part -> known.accept(part));

        assertThat(known.all()).hasSize(5);
    }

    @Test
    void aShorterCollectionLeavesNothingOfTheOneBefore() {
        KnownConnections.messages(1, 1, clients(250)).forEach(part -> known.accept(part));
        KnownConnections.messages(1, 2, clients(2)).forEach(part -> known.accept(part));

        assertThat(known.all()).isEqualTo(clients(2));
    }

    @Test
    void aNewLeaderCountsItsCollectionsFromTheStart() {
        KnownConnections.messages(1, 1_000, clients(5)).forEach(known::accept);
        KnownConnections.messages(2, 1, clients(6)).forEach(known::accept);

        assertThat(known.all()).isEqualTo(clients(6));
    }

    /** Even if it is the same node as a leader before, whose agent had counted farther when it ended. */
    @Test
    void soDoesOneThatHasStartedAgainWhileThisNodeLed() {
        KnownConnections.messages(1, 9, clients(5)).forEach(known::accept);
        known.replace(2, clients(4));
        KnownConnections.messages(3, 1, clients(6)).forEach(known::accept);

        assertThat(known.all()).isEqualTo(clients(6));
    }

    @Test
    void whatAnEarlierLeaderToldComesTooLateOnceThereIsAnother() {
        KnownConnections.messages(2, 1, clients(6)).forEach(known::accept);
        KnownConnections.messages(1, 9, clients(5)).forEach(known::accept);
        assertThat(known.all()).isEqualTo(clients(6));

        known.replace(3, clients(4));
        KnownConnections.messages(2, 2, clients(5)).forEach(known::accept);
        assertThat(known.all()).isEqualTo(clients(4));
    }

    @Test
    void chunkserversAreToldByTheirPort() {
        known.replace(0, List.of(client(1, 9419), client(2, 9420), client(3, 9421), client(4, 9420)));

        assertThat(known.chunkservers()).isEqualTo(2);
    }

    @Test
    void withoutAnyWordNoChunkserverIsKnown() {
        assertThat(known.chunkservers()).isZero();
    }

    private static List<ClientConnection> clients(int count) {
        return IntStream.range(0, count).mapToObj(i -> client(i, 9421)).toList();
    }

    private static ClientConnection client(int number, int port) {
        return new ClientConnection(new InetSocketAddress("10.0.0.7", 10_000 + number), port);
    }
}
