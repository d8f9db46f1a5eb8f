package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PacketChannelTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void aPacketThatArrivesInPiecesSurvivesATimeoutInItsMiddle() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (FakeMaster master = new FakeMaster((_, out) -> {
                    out.writeInt(10);
                    out.writeInt(4);
                    out.writeShort(1);
                    out.flush();
                    goOn.await();
                    out.writeShort(2);
                    Thread.sleep(LONG);
                });
                PacketChannel channel = PacketChannel.connect(master.address(), LONG, 100)) {
            assertThat(channel.receive(SHORT)).isEmpty();
            goOn.countDown();
            Packet packet = channel.receive(LONG).orElseThrow();
            assertThat(packet.type()).isEqualTo(10);
            assertThat(packet.payload()).containsExactly(0, 1, 0, 2);
        }
    }

    @Test
    void aLengthBeyondTheLimitIsRefusedBeforeMemoryIsTaken() throws Exception {
        try (FakeMaster master = new FakeMaster((_, out) -> {
                    out.writeInt(51);
                    out.writeInt(0xffff_ffff);
                    Thread.sleep(LONG);
                });
                PacketChannel channel = PacketChannel.connect(master.address(), LONG, 1_500_000)) {
            assertThatThrownBy(() -> channel.receive(LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("type 51")
                    .hasMessageContaining("4294967295");
        }
    }

    @Test
    void aClosedConnectionIsTold() throws Exception {
        try (FakeMaster master = new FakeMaster((_, _) -> {});
                PacketChannel channel = PacketChannel.connect(master.address(), LONG, 100)) {
            assertThatThrownBy(() -> channel.receive(LONG)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void waitingForAReplyPassesOverNopsAndHasADeadline() throws Exception {
        try (FakeMaster master = new FakeMaster((_, out) -> {
                    FakeMaster.packet(out, Packet.NOP, new byte[0]);
                    Thread.sleep(LONG);
                });
                PacketChannel channel = PacketChannel.connect(master.address(), LONG, 100)) {
            assertThatThrownBy(() -> channel.expect(11, SHORT)).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
