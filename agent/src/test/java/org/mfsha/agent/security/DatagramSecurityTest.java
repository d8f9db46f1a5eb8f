package org.mfsha.agent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DatagramSecurityTest {
    private static final Set<String> NODES = Set.of("a", "b", "c");
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    private final ClusterKey key = new ClusterKey(filled(1));
    private final DatagramSecurity a = node("a", 10);
    private final DatagramSecurity b = node("b", 10);

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private DatagramSecurity node(String name, long session) {
        return node(name, session, key);
    }

    private static DatagramSecurity node(String name, long session, ClusterKey key) {
        Set<String> peers = new HashSet<>(NODES);
        peers.remove(name);
        return new DatagramSecurity(key, name, peers, session, new SecureRandom());
    }

    private static Opened open(DatagramSecurity receiver, byte[] datagram) {
        return receiver.open(datagram, datagram.length);
    }

    private static void acquaint(DatagramSecurity left, String leftName, DatagramSecurity right, String rightName) {
        open(right, left.seal(rightName, new byte[0]));
        open(left, right.seal(leftName, new byte[0]));
        open(right, left.seal(rightName, new byte[0]));
    }

    private static void assertRejected(Opened opened, Rejection reason) {
        assertThat(opened).isEqualTo(new Opened.Rejected(reason));
    }

    @Test
    void acquaintedNodesReadEachOther() {
        acquaint(a, "a", b, "b");
        assertThat(open(b, a.seal("b", HELLO))).isInstanceOfSatisfying(Opened.Message.class, message -> {
            assertThat(message.sender()).isEqualTo("a");
            assertThat(message.payload()).isEqualTo(HELLO);
        });
    }

    @Test
    void oneRoundTripMakesNodesAcquainted() {
        assertThat(open(b, a.seal("b", HELLO))).isEqualTo(new Opened.Unacquainted("a"));
        assertThat(open(a, b.seal("a", HELLO))).isInstanceOf(Opened.Message.class);
        assertThat(open(b, a.seal("b", HELLO))).isInstanceOf(Opened.Message.class);
    }

    @Test
    void aRepeatedDatagramIsDropped() {
        acquaint(a, "a", b, "b");
        byte[] datagram = a.seal("b", HELLO);
        open(b, datagram);
        assertRejected(open(b, datagram), Rejection.REPEATED);
    }

    @Test
    void aRecordingIsNotDeliveredToARestartedReceiver() {
        acquaint(a, "a", b, "b");
        byte[] recorded = a.seal("b", HELLO);
        DatagramSecurity restarted = node("b", 11);
        assertThat(open(restarted, recorded)).isEqualTo(new Opened.Unacquainted("a"));
    }

    @Test
    void aDatagramForOneNodeDoesNotOpenAtAnother() {
        acquaint(a, "a", b, "b");
        DatagramSecurity c = node("c", 1);
        assertRejected(open(c, a.seal("b", HELLO)), Rejection.UNDECRYPTABLE);
    }

    @Test
    void aDatagramDoesNotOpenAtItsSender() {
        assertRejected(open(a, a.seal("b", HELLO)), Rejection.UNKNOWN_SENDER);
    }

    @Test
    void aRestartedSendersEarlierSessionIsDropped() {
        acquaint(a, "a", b, "b");
        byte[] late = a.seal("b", HELLO);
        DatagramSecurity restarted = node("a", 11);
        acquaint(restarted, "a", b, "b");
        assertRejected(open(b, late), Rejection.OLD_SESSION);
    }

    @Test
    void twoStartsWithOneSessionNumberAreNoticed() {
        acquaint(a, "a", b, "b");
        DatagramSecurity clone = node("a", 10);
        assertRejected(open(b, clone.seal("b", HELLO)), Rejection.SESSION_CLASH);
    }

    @Test
    void anotherKeyDoesNotDecrypt() {
        DatagramSecurity stranger = node("a", 99, new ClusterKey(filled(2)));
        assertRejected(open(b, stranger.seal("b", HELLO)), Rejection.UNDECRYPTABLE);
    }

    @Test
    void aForgedHigherSessionDoesNotPushTheRealOneOut() {
        acquaint(a, "a", b, "b");
        open(b, node("a", 99, new ClusterKey(filled(2))).seal("b", HELLO));
        assertThat(open(b, a.seal("b", HELLO))).isInstanceOf(Opened.Message.class);
    }

    @Test
    void aSenderThatIsNotConfiguredIsUnknown() {
        DatagramSecurity x = new DatagramSecurity(key, "x", NODES, 1, new SecureRandom());
        assertRejected(open(b, x.seal("b", HELLO)), Rejection.UNKNOWN_SENDER);
    }

    @Test
    void everyChangedBitIsNoticed() {
        acquaint(a, "a", b, "b");
        byte[] datagram = a.seal("b", HELLO);
        for (int bit = 0; bit < datagram.length * 8; bit++) {
            byte[] changed = datagram.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(open(b, changed)).as("bit %d", bit).isInstanceOf(Opened.Rejected.class);
        }
        assertThat(open(b, datagram)).isInstanceOf(Opened.Message.class);
    }

    @Test
    void everyTruncationIsNoticed() {
        acquaint(a, "a", b, "b");
        byte[] datagram = a.seal("b", HELLO);
        for (int length = 0; length < datagram.length; length++) {
            assertThat(b.open(datagram, length)).as("length %d", length).isInstanceOf(Opened.Rejected.class);
        }
    }

    @Test
    void randomBytesAreRejectedAndNothingElseHappens() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] real = a.seal("b", HELLO);
        for (int round = 0; round < 20_000; round++) {
            byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            // Half of them get past the first look.
            System.arraycopy(
                    real, 0, datagram, 0, random.nextBoolean() ? Math.min(datagram.length, random.nextInt(60)) : 0);
            int number = round;
            assertThatCode(() -> assertThat(open(b, datagram)).isInstanceOf(Opened.Rejected.class))
                    .as("seed %d round %d", seed, number)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aPayloadIsNotVisibleInItsDatagram() {
        byte[] payload = "a payload nobody may see".getBytes(StandardCharsets.US_ASCII);
        String datagram = new String(a.seal("b", payload), StandardCharsets.ISO_8859_1);
        assertThat(datagram).doesNotContain("nobody");
    }

    @Test
    void equalPayloadsGiveDifferentDatagramsEvenWithOneSessionNumber() {
        List<byte[]> datagrams = List.of(
                a.seal("b", HELLO),
                a.seal("b", HELLO),
                a.seal("c", HELLO),
                node("a", 10).seal("b", HELLO));
        Set<String> tails = new HashSet<>();
        for (byte[] datagram : datagrams) {
            tails.add(Arrays.toString(Arrays.copyOfRange(datagram, datagram.length - 21, datagram.length)));
        }
        assertThat(tails).hasSize(datagrams.size());
    }
}
