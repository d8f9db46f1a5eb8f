package org.mfsha.linux.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mfsha.linux.Namespace;
import org.mfsha.linux.Network;

/** Between two namespaces, with one established connection to the shared address. */
class NetTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int PORT = 9421;

    private Network network;
    private Inet4Address shared;
    private ServerSocket listener;
    private Socket client;
    private Socket accepted;
    private Firewall firewall;

    @BeforeEach
    void connect() throws Exception {
        network = new Network();
        shared = (Inet4Address) InetAddress.getByName(Network.SHARED);
        network.ip(network.server(), "addr", "add", Network.SHARED + "/24", "dev", "e0");
        // An IPv4 socket, as mfsmaster's are; Java's others are IPv6 sockets with mapped addresses.
        listener = onServer(() -> ServerSocketChannel.open(StandardProtocolFamily.INET)
                .bind(new InetSocketAddress(shared, PORT))
                .socket());
        client = Namespace.call(network.client(), () -> {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(shared, PORT), 5000);
            return socket;
        });
        accepted = listener.accept();
        client.setSoTimeout(1000);
        accepted.setSoTimeout(1000);
    }

    @AfterEach
    void end() throws Exception {
        client.close();
        accepted.close();
        listener.close();
        network.close();
    }

    @Test
    void establishedConnectionsAreSeen() throws Exception {
        assertThat(onServer(() -> TcpConnections.established(shared, Set.of(PORT))))
                .containsExactly(new TcpConnections.Connection(new InetSocketAddress(shared, PORT), peer()));
        assertThat(onServer(() -> TcpConnections.established(shared, Set.of(9420))))
                .isEmpty();
    }

    @Test
    void portsThatSomebodyListensOnAreSeenAtAnyAddress() throws Exception {
        Set<Integer> listening = onServer(() -> {
            try (var wildcard = new ServerSocket(7)) {
                return TcpConnections.listening(Set.of(PORT, wildcard.getLocalPort(), 9));
            }
        });

        assertThat(listening).containsExactlyInAnyOrder(PORT, 7);
    }

    @Test
    void aDestroyedConnectionIsResetAtThePeer() throws Exception {
        assertThat(onServer(() -> TcpConnections.destroy(new InetSocketAddress(shared, PORT), peer())))
                .isTrue();
        assertThat(clientReads()).isEqualTo("reset");
        assertThat(onServer(() -> TcpConnections.destroy(new InetSocketAddress(shared, PORT), peer())))
                .isFalse();
    }

    @Test
    void theDestructionOfAMissingConnectionLeavesTheListenerAlone() throws Exception {
        InetSocketAddress stranger = new InetSocketAddress("10.0.0.2", 1);
        assertThat(onServer(() -> TcpConnections.destroy(new InetSocketAddress(shared, PORT), stranger)))
                .isFalse();
        assertThat(Network.run("ip", "netns", "exec", network.server(), "ss", "-Hltn"))
                .contains(":" + PORT);
    }

    @Test
    void aTickleResetsAnIdleConnectionWhoseServerSideVanished() throws Exception {
        vanish();
        assertThat(clientReads()).isEqualTo("nothing");
        onServer(() -> {
            TcpTickle.send(new InetSocketAddress(shared, PORT), peer());
            return true;
        });
        assertThat(clientReads()).isEqualTo("reset");
    }

    @Test
    void aTickleHarmsNoLivingConnection() throws Exception {
        onServer(() -> {
            TcpTickle.send(new InetSocketAddress(shared, PORT), peer());
            return true;
        });
        accepted.getOutputStream().write(7);
        assertThat(clientReads()).isEqualTo("7");
    }

    @Test
    void aQuietDeathIsNotNoticedUntilTheTickle() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.QUIET_DEATH));
            return true;
        });
        accepted.close();
        assertThat(clientReads()).isEqualTo("nothing");
        network.ip(network.server(), "addr", "del", Network.SHARED + "/24", "dev", "e0");
        assertThat(clientReads()).isEqualTo("nothing");
    }

    @Test
    void withoutTheRuleAClientNoticesTheDeathAtOnce() throws Exception {
        accepted.close();
        assertThat(clientReads()).isEqualTo("end");
    }

    @Test
    void requestsForChunksAreHeldAndRememberedAndOthersPass() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.HOLD_CHUNK_REQUESTS, Firewall.Rule.QUIET_DEATH));
            return true;
        });
        clientSends(430);
        assertThat(accepted.getInputStream().readNBytes(8)).startsWith(0, 0, 1, (byte) (430 - 256));
        clientSends(432);
        assertThat(serverReads()).isEqualTo("nothing");
        assertThat(onServer(() -> firewall.heldConnections())).containsExactly(peer());
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.QUIET_DEATH));
            return TcpConnections.destroy(new InetSocketAddress(shared, PORT), peer());
        });
        assertThat(clientReads()).isEqualTo("reset");
    }

    @Test
    void answersToLookUpsDoNotSayThatAChunkIsNowhereWhereverTheyStand() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.HOLD_CHUNK_REQUESTS));
            return true;
        });
        assertThat(received(lookedUp(59))).containsExactly(0x28ff);
        assertThat(received(answer(431, 41), lookedUp(59))).containsExactly(0x28ff);
        assertThat(received(lookedUp(59), answer(409, 40), lookedUp(59))).containsExactly(0x28ff, 0x28ff);
        assertThat(received(lookedUp(73))).as("one that is somewhere").containsExactly(0x29ff);

        onServer(() -> {
            firewall.apply(Set.of());
            return true;
        });
        assertThat(received(lookedUp(59))).containsExactly(0x29ff);
    }

    /** The flags of the look-ups that the client gets when the server sends this at once. */
    private List<Integer> received(byte[]... packets) throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            sent.writeBytes(packet);
        }
        accepted.getOutputStream().write(sent.toByteArray());
        List<Integer> flags = new ArrayList<>();
        DataInputStream in = new DataInputStream(client.getInputStream());
        for (byte[] packet : packets) {
            byte[] arrived = in.readNBytes(packet.length);
            if (ByteBuffer.wrap(packet).getInt() == 407) {
                flags.add((int) ByteBuffer.wrap(arrived).getShort(52));
                ByteBuffer.wrap(arrived).putShort(52, ByteBuffer.wrap(packet).getShort(52));
            }
            assertThat(arrived).isEqualTo(packet);
        }
        return flags;
    }

    private static byte[] lookedUp(int length) {
        byte[] packet = answer(407, length);
        ByteBuffer.wrap(packet).putShort(52, (short) 0x29ff);
        return packet;
    }

    private static byte[] answer(int type, int length) {
        byte[] packet = new byte[8 + length];
        Arrays.fill(packet, (byte) 0x5a);
        ByteBuffer.wrap(packet).putInt(type).putInt(length);
        return packet;
    }

    @Test
    void aMountOnTheMastersHostIsHeldLikeAnyOther() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.HOLD_CHUNK_REQUESTS, Firewall.Rule.QUIET_DEATH));
            return true;
        });
        Socket remote = client;
        client = onServer(() -> new Socket(shared, PORT));
        try (Socket here = listener.accept()) {
            here.setSoTimeout(300);
            clientSends(432);
            assertThat(read(here)).isEqualTo("nothing");
            InetSocketAddress mount = peer();
            assertThat(onServer(() -> firewall.heldConnections())).containsExactly(mount);
            client.setSoTimeout(1000);
            assertThat(onServer(() -> TcpConnections.destroy(new InetSocketAddress(shared, PORT), mount)))
                    .isTrue();
            assertThat(clientReads()).isEqualTo("reset");
        } finally {
            remote.close();
        }
    }

    @Test
    void requestsForSnapshotsAreHeldAndRememberedAndQuestionsForChunksPass() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.HOLD_SNAPSHOTS, Firewall.Rule.QUIET_DEATH));
            return true;
        });
        clientSends(432);
        assertThat(accepted.getInputStream().readNBytes(8)).startsWith(0, 0, 1, (byte) (432 - 256));
        clientSends(468);
        assertThat(serverReads()).isEqualTo("nothing");
        assertThat(onServer(() -> firewall.heldConnections())).containsExactly(peer());
    }

    @Test
    void everythingIsHeldAndArrivesAfterTheClearing() throws Exception {
        firewall = onServer(() -> Firewall.open(shared));
        onServer(() -> {
            firewall.apply(EnumSet.of(Firewall.Rule.HOLD_ALL_INCOMING));
            return true;
        });
        clientSends(430);
        assertThat(serverReads()).isEqualTo("nothing");
        onServer(() -> {
            firewall.apply(Set.of());
            return true;
        });
        accepted.setSoTimeout(10_000);
        assertThat(serverReads()).isEqualTo("0");
    }

    @Test
    void theTableIsDeletedAtTheEnd() throws Exception {
        onServer(() -> {
            Firewall.open(shared).close();
            return true;
        });
        assertThat(Network.run("ip", "netns", "exec", network.server(), "nft", "list", "tables"))
                .isBlank();
    }

    @Test
    void anAnnouncementIsAClaimToOthersAndNotToOurselves() throws Exception {
        try (ArpSocket ours = onServer(() -> ArpSocket.open("e0"));
                ArpSocket theirs = Namespace.call(network.client(), () -> ArpSocket.open("e0"))) {
            MacAddress mac = onServer(() -> InterfaceAddresses.mac("e0").orElseThrow());
            ours.announce(shared);
            assertThat(theirs.nextClaim(shared, SECOND)).contains(new ArpClaim(shared, mac));
            assertThat(ours.nextClaim(shared, Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void aProbeFindsTheHolderAndNobodyForAFreeAddress() throws Exception {
        try (ArpSocket theirs = Namespace.call(network.client(), () -> ArpSocket.open("e0"))) {
            assertThat(theirs.probe(shared, SECOND)).isEqualTo(onServer(() -> InterfaceAddresses.mac("e0")));
            Inet4Address free = (Inet4Address) InetAddress.getByName("10.0.0.77");
            assertThat(theirs.probe(free, Duration.ofMillis(300))).isEmpty();
        }
    }

    @Test
    void anInterfacesAddressesAreSeen() throws Exception {
        assertThat(onServer(() -> InterfaceAddresses.has("e0", shared))).isTrue();
        assertThat(Namespace.call(network.client(), () -> InterfaceAddresses.has("e0", shared)))
                .isFalse();
        assertThat(onServer(() -> InterfaceAddresses.has("nowhere", shared))).isFalse();
        assertThat(InterfaceAddresses.nonlocalBindAllowed()).isFalse();
    }

    /** The server's side goes without a word, as when its host dies. */
    private void vanish() throws Exception {
        for (String chain : List.of(
                "add table ip gone",
                "add chain ip gone o { type filter hook output priority -1; }",
                "add rule ip gone o tcp sport 9421 drop")) {
            Network.run("ip", "netns", "exec", network.server(), "nft", chain);
        }
        onServer(() -> TcpConnections.destroy(new InetSocketAddress(shared, PORT), peer()));
        Network.run("ip", "netns", "exec", network.server(), "nft", "delete table ip gone");
    }

    private <T> T onServer(java.util.concurrent.Callable<T> work) throws Exception {
        return Namespace.call(network.server(), work);
    }

    private InetSocketAddress peer() {
        return new InetSocketAddress(client.getLocalAddress(), client.getLocalPort());
    }

    private void clientSends(int type) throws IOException {
        client.getOutputStream().write(ByteBuffer.allocate(8).putInt(type).array());
    }

    private String clientReads() throws IOException {
        return read(client);
    }

    private String serverReads() throws IOException {
        return read(accepted);
    }

    private static String read(Socket socket) throws IOException {
        try {
            int data = socket.getInputStream().read();
            return data < 0 ? "end" : Integer.toString(data);
        } catch (SocketTimeoutException e) {
            return "nothing";
        } catch (SocketException e) {
            return "reset";
        }
    }
}
