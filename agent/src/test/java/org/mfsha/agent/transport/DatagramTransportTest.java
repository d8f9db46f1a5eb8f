package org.mfsha.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.DatagramSecurity;
import org.mfsha.agent.security.Rejection;

final class DatagramTransportTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final ClusterKey key = new ClusterKey(new byte[32]);
    private final BlockingQueue<Received> inboxA = new ArrayBlockingQueue<>(64);
    private final BlockingQueue<Received> inboxB = new ArrayBlockingQueue<>(64);
    private final List<DatagramTransport> opened = new ArrayList<>();
    private InetSocketAddress addressA;
    private InetSocketAddress addressB;

    @BeforeEach
    void choosePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramSocket one = new DatagramSocket(0, loopback);
                DatagramSocket other = new DatagramSocket(0, loopback)) {
            addressA = new InetSocketAddress(loopback, one.getLocalPort());
            addressB = new InetSocketAddress(loopback, other.getLocalPort());
        }
    }

    @AfterEach
    void closeAll() {
        opened.forEach(DatagramTransport::close);
    }

    private DatagramTransport a(long session) {
        return open("a", session, key, inboxA);
    }

    private DatagramTransport b(long session) {
        return open("b", session, key, inboxB);
    }

    private DatagramTransport open(String name, long session, ClusterKey usedKey, BlockingQueue<Received> inbox) {
        boolean first = name.equals("a");
        String peer = first ? "b" : "a";
        DatagramTransport transport = new DatagramTransport(
                first ? addressA : addressB,
                Map.of(peer, first ? addressB : addressA),
                new DatagramSecurity(usedKey, name, Set.of(peer), session, new SecureRandom()),
                inbox);
        opened.add(transport);
        Await.until(
                "the socket of " + name,
                () -> transport.health().closedBecause().isEmpty());
        return transport;
    }

    /** Sends again until something arrives: the first messages of a start may be lost by design. */
    private static Received delivered(DatagramTransport from, String to, BlockingQueue<Received> inbox)
            throws InterruptedException {
        for (int attempt = 0; attempt < 100; attempt++) {
            from.send(to, HELLO);
            Received received = inbox.poll(100, TimeUnit.MILLISECONDS);
            if (received != null) {
                return received;
            }
        }
        throw new AssertionError("nothing arrived at " + to + ": " + from.health());
    }

    @Test
    void aMessageArrivesWithItsSender() throws Exception {
        DatagramTransport a = a(1);
        b(1);
        Received received = delivered(a, "b", inboxB);
        assertThat(received.sender()).isEqualTo("a");
        assertThat(received.payload()).isEqualTo(HELLO);
    }

    @Test
    void messagesArriveAgainAfterEitherNodeRestarted() throws Exception {
        DatagramTransport a = a(1);
        DatagramTransport b = b(1);
        delivered(a, "b", inboxB);
        b.close();
        b(2);
        delivered(a, "b", inboxB);
        a.close();
        delivered(a(2), "b", inboxB);
    }

    @Test
    void sendingToNobodyNeverThrows() {
        DatagramTransport a = a(1);
        for (int message = 0; message < 50; message++) {
            assertThatCode(() -> a.send("b", HELLO)).doesNotThrowAnyException();
        }
        assertThat(a.health().closedBecause()).isEmpty();
    }

    @Test
    void aSocketThatCannotBeBoundIsTriedAgainUntilItCan() throws Exception {
        DatagramTransport a;
        try (DatagramSocket _ = new DatagramSocket(addressA)) {
            a = new DatagramTransport(
                    addressA,
                    Map.of("b", addressB),
                    new DatagramSecurity(key, "a", Set.of("b"), 1, new SecureRandom()),
                    inboxA);
            opened.add(a);
            Await.until(
                    "the reason", () -> a.health().closedBecause().orElse("").contains("in use"));
            a.send("b", HELLO);
            assertThat(a.health().sendFailures()).isPositive();
        }
        b(1);
        delivered(a, "b", inboxB);
    }

    @Test
    void aNodeWithAnotherKeyIsNoticedWithItsAddress() {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        DatagramTransport a = a(1);
        DatagramTransport stranger = open("b", 1, new ClusterKey(otherKey), inboxB);
        Await.until("a count", () -> {
            stranger.send("a", HELLO);
            return a.health().undecryptable().size() == 1;
        });
        assertThat(a.health().undecryptable().getFirst().source()).isEqualTo(addressB.getAddress());
        assertThat(inboxA).isEmpty();
    }

    @Test
    void garbageIsCountedAndMessagesStillArrive() throws Exception {
        long seed = 11;
        Random random = new Random(seed);
        b(1);
        try (DatagramSocket hostile = new DatagramSocket()) {
            for (int round = 0; round < 500; round++) {
                byte[] bytes = new byte[random.nextInt(3000)];
                random.nextBytes(bytes);
                hostile.send(new DatagramPacket(bytes, bytes.length, addressB));
            }
        }
        DatagramTransport a = a(1);
        delivered(a, "b", inboxB);
        Await.until(
                "garbage counted, seed " + seed,
                () -> opened.getFirst().health().rejected().getOrDefault(Rejection.MALFORMED, 0L) > 0);
    }

    @Test
    void aFullInboxLosesMessagesAndCountsThem() throws Exception {
        DatagramTransport a = a(1);
        DatagramTransport b = open("b", 1, key, new ArrayBlockingQueue<>(1));
        Await.until("an overflow", () -> {
            a.send("b", HELLO);
            return b.health().overflowed() > 0;
        });
        assertThat(b.health().received()).isEqualTo(1);
    }

    @Test
    void aStrayInterruptDoesNotCloseTheSocket() throws Exception {
        DatagramTransport a = a(1);
        b(1);
        delivered(a, "b", inboxB);
        Thread sender = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            a.send("b", HELLO);
        });
        sender.join();
        assertThat(inboxB.poll(5, TimeUnit.SECONDS)).isNotNull();
        assertThat(a.health().closedBecause()).isEmpty();
    }

    @Test
    void misuseIsAnError() {
        DatagramTransport a = a(1);
        assertThatThrownBy(() -> a.send("x", HELLO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> a.send("b", new byte[1201])).isInstanceOf(IllegalArgumentException.class);
    }
}
