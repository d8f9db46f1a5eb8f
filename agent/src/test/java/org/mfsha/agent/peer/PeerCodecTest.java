package org.mfsha.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;

final class PeerCodecTest {
    private static final int ROUNDS = 300;
    private static final NodeId LONGEST = new NodeId("x".repeat(32));
    private static final Position FAR = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Report REPORT = new Report(FAR, Long.MIN_VALUE, true);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMessageComesOutAsItWentIn(long seed) throws IOException {
        var messages = new RandomPeerMessages(seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (PeerMessage message : messages.oneOfEach()) {
                assertThat(PeerCodec.decode(PeerCodec.encode(message))).isEqualTo(message);
            }
        }
    }

    @Test
    void aMessageCutShortAnywhereIsRefused() {
        var messages = new RandomPeerMessages(4);
        for (int round = 0; round < 10; round++) {
            for (PeerMessage message : messages.oneOfEach()) {
                byte[] bytes = PeerCodec.encode(message);
                for (int length = 0; length < bytes.length; length++) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    assertThatThrownBy(() -> PeerCodec.decode(cut))
                            .as("%d bytes of %s", length, message)
                            .isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aMessageWithOneByteTooManyIsRefused() {
        for (PeerMessage message : new RandomPeerMessages(5).oneOfEach()) {
            byte[] bytes = PeerCodec.encode(message);
            byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);

            assertThatThrownBy(() -> PeerCodec.decode(longer))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than it should be");
        }
    }

    @Test
    void aMessageOfAnotherVersionIsRefusedWithAdvice() {
        byte[] bytes = PeerCodec.encode(new PeerMessage.Decision(-1, new Message.Refusal(1, 2)));
        bytes[0] = 99;

        assertThatThrownBy(() -> PeerCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("run the same mfsha on every node");
    }

    @Test
    void kindsThatDoNotExistAreRefused() {
        byte[] bytes = PeerCodec.encode(new PeerMessage.Decision(-1, new Message.Refusal(1, 2)));
        for (int kind = 0; kind < 256; kind++) {
            byte[] message = bytes.clone();
            message[1] = (byte) kind;
            byte[] decision = bytes.clone();
            decision[2 + Long.BYTES] = (byte) kind;
            if (kind == 0 || kind > 4) {
                assertThatThrownBy(() -> PeerCodec.decode(message))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("unknown kind");
            }
            if (kind == 0 || kind > 10) {
                assertThatThrownBy(() -> PeerCodec.decode(decision))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("unknown kind");
            }
        }
    }

    @Test
    void impossibleContentIsRefusedAsAnInputError() {
        byte[] bytes = PeerCodec.encode(new PeerMessage.Decision(-1, new Message.Propose(1, false, REPORT)));
        int position = 2 + Long.BYTES + 1 + Long.BYTES + 1;
        bytes[position] = (byte) 0x80; // A negative epoch.

        assertThatThrownBy(() -> PeerCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("impossible content");
    }

    @Test
    void noBytesWhateverCauseAnythingButAnInputError() {
        var random = new Random(6);
        var messages = new RandomPeerMessages(6);
        for (int round = 0; round < ROUNDS; round++) {
            for (PeerMessage message : messages.oneOfEach()) {
                byte[] bytes = PeerCodec.encode(message);
                for (int i = 0; i < 5; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                assertReadOrRefused(bytes);
            }
            byte[] noise = new byte[random.nextInt(DatagramTransport.MAX_PAYLOAD_BYTES)];
            random.nextBytes(noise);
            assertReadOrRefused(noise);
        }
    }

    private static void assertReadOrRefused(byte[] bytes) {
        assertThatCode(() -> {
                    try {
                        PeerCodec.decode(bytes);
                    } catch (IOException _) {
                        // Refused as it should be.
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void thePromiseWithTheLongestHistoryAndAHandbackFitsIntoADatagram() {
        var handback = new Handback(Long.MAX_VALUE, LONGEST, FAR, Optional.of(LONGEST), true);
        var promise = new Message.Promise(
                Long.MAX_VALUE, true, new Message.LastGrant(-1, -1), longest(), Optional.of(handback), REPORT, FAR);

        assertThat(PeerCodec.encode(new PeerMessage.Decision(-1, promise)))
                .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
    }

    @Test
    void theAcceptWithTheLongestHistoryFitsIntoADatagram() {
        var accept = new Message.Accept(-1, -1, longest(), REPORT);

        assertThat(PeerCodec.encode(new PeerMessage.Decision(-1, accept)))
                .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u20ac"})
    void aPauseWithTheLongestNoteFitsIntoADatagram(String character) {
        String note = character.repeat(Pause.NOTE_LIMIT);
        var renew = new Message.Renew(-1, -1, true, REPORT, new Pause(1, 1, note));
        var notice = new PauseNotice(PauseView.Phase.PAUSED, LONGEST, -1, note, true, character.repeat(10_000));

        assertThat(PeerCodec.encode(new PeerMessage.Decision(-1, renew)))
                .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
        assertThat(PeerCodec.encode(new PeerMessage.PauseNews(-1, notice)))
                .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
    }

    @Test
    void aPauseThatCannotBeIsRefusedAsAnInputError() {
        byte[] bytes = PeerCodec.encode(new PeerMessage.Decision(
                -1, new Message.Renew(1, 1, true, REPORT, new Pause(1, Pause.LONGEST_NANOS, "x"))));
        int hold = bytes.length - "x".length() - Short.BYTES - Long.BYTES;
        bytes[hold] = 0x10; // Decades.

        assertThatThrownBy(() -> PeerCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("impossible content");
    }

    private static Lineage longest() {
        Lineage lineage = Lineage.EMPTY;
        for (long epoch = 1; epoch <= 20; epoch++) {
            lineage = lineage.followedBy(
                    new EpochRecord(Long.MAX_VALUE - 100 + epoch, LONGEST, 1, EpochRecord.Reason.RENUMBERED));
        }
        assertThat(lineage.records()).hasSize(16);
        return lineage;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "\u00e4", "\u20ac", "\0"})
    void aStatusWithEndlessTextsFitsIntoADatagram(String character) {
        for (int length : List.of(100, 225, 267, 400, 800, 900, 5_000, 70_000)) {
            String text = character.repeat(length);

            assertThat(PeerCodec.encode(new PeerMessage.Gossip(-1, status(text, Optional.of(text)))))
                    .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
        }
    }

    @Test
    void aReasonThatIsTooLongArrivesShortened() throws IOException {
        var sent = status("\u00e4".repeat(1_000), Optional.empty());

        var arrived = (PeerMessage.Gossip) PeerCodec.decode(PeerCodec.encode(new PeerMessage.Gossip(-1, sent)));

        assertThat(arrived.status().whyNotHot()).matches("\u00e4{100,200}");
    }

    @Test
    void aTakeoverThatIsTooLongIsLeftOutWhole() throws IOException {
        var sent = status("", Optional.of("{" + " ".repeat(800)));

        var arrived = (PeerMessage.Gossip) PeerCodec.decode(PeerCodec.encode(new PeerMessage.Gossip(-1, sent)));

        assertThat(arrived.status().takeover()).isEmpty();
    }

    @Test
    void aFullPartOfAListOfConnectionsFitsIntoADatagram() throws IOException {
        var connection = new ClientConnection(new java.net.InetSocketAddress("255.255.255.255", 65_535), 65_535);
        var connections = LongStream.range(0, 100).mapToObj(_ -> connection).toList();

        assertThat(PeerCodec.encode(new PeerMessage.Connections(-1, 65_534, 65_535, connections)))
                .hasSizeLessThanOrEqualTo(DatagramTransport.MAX_PAYLOAD_BYTES);
    }

    private static NodeStatus status(String why, Optional<String> takeover) {
        return new NodeStatus(
                "rebuilding",
                -1,
                FAR,
                -1,
                true,
                false,
                why,
                true,
                "00:11:22:33:44:55",
                "version: 3.0.117",
                -1,
                -1,
                takeover);
    }
}
