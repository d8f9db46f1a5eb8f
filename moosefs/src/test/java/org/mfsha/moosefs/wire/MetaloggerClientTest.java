package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaloggerClientTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {"", "no end", "two\0ends\0", "line\nend\0", "\r\0"})
    void aChangeWhoseTextIsNotOneLineIsRefused(String text) throws Exception {
        try (FakeMaster master = new FakeMaster((_, out) -> {
                    change(out, 5, text);
                    Thread.sleep(LONG);
                });
                MetaloggerClient client = MetaloggerClient.connect(master.address(), MetaloggerOptions.defaults())) {
            assertThatThrownBy(() -> client.next(LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("change from");
        }
    }

    @Test
    void anUnknownPacketIsRefusedByName() throws Exception {
        try (FakeMaster master = new FakeMaster((_, out) -> {
                    FakeMaster.packet(out, 999, new byte[3]);
                    Thread.sleep(LONG);
                });
                MetaloggerClient client = MetaloggerClient.connect(master.address(), MetaloggerOptions.defaults())) {
            assertThatThrownBy(() -> client.next(LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("type 999");
        }
    }

    @Test
    void afterAResumeABarrierWaitsUntilHeldBackGroupsHaveCome() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
                    FakeMaster.take(in); // register
                    byte[] probe = FakeMaster.take(in);
                    byte[] barrier = FakeMaster.take(in);
                    DataOutputStream buffered = new DataOutputStream(new java.io.BufferedOutputStream(out, 1 << 16));
                    for (int version = 1; version <= 10_000; version++) {
                        change(buffered, version, "1|IDLE()\0");
                    }
                    FakeMaster.packet(buffered, Packet.VERSION, version(probe));
                    FakeMaster.packet(buffered, Packet.VERSION, version(barrier));
                    change(buffered, 10_001, "1|IDLE()\0");
                    buffered.flush();
                    FakeMaster.packet(out, Packet.VERSION, version(FakeMaster.take(in)));
                    FakeMaster.packet(out, Packet.VERSION, version(FakeMaster.take(in)));
                    Thread.sleep(LONG);
                });
                MetaloggerClient client = MetaloggerClient.connect(master.address(), MetaloggerOptions.defaults())) {
            client.registerResume(1);
            long id = client.barrier();
            long changes = 0;
            MetaloggerEvent event = client.next(LONG).orElseThrow();
            while (event instanceof MetaloggerEvent.Change) {
                changes++;
                event = client.next(LONG).orElseThrow();
            }
            assertThat(event).isEqualTo(new MetaloggerEvent.Barrier(id));
            assertThat(changes).isEqualTo(10_001);
        }
    }

    private static byte[] version(byte[] probe) {
        return ByteBuffer.allocate(8).put(probe).putInt(0x000300EA).array();
    }

    private static void change(DataOutputStream out, long version, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] payload = ByteBuffer.allocate(9 + bytes.length)
                .put((byte) 0xFF)
                .putLong(version)
                .put(bytes)
                .array();
        FakeMaster.packet(out, Packet.METACHANGES_LOG, payload);
    }
}
