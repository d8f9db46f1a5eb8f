package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MasterProbeTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void chunkserversTellWhetherTheyAreConnectedOrInMaintenance() throws Exception {
        byte[] list = ByteBuffer.allocate(3 * 69)
                .put(server(0x000300EA, 1, 12))
                .put(server(0x01000000, 2, 0))
                .put(server(0x03000000, 3, 0))
                .array();
        try (FakeMaster master = answering(Packet.CSERV_LIST_REPLY, list);
                MasterProbe probe = MasterProbe.connect(master.address(), LONG)) {
            ChunkserverList servers = probe.chunkservers();
            assertThat(servers.servers())
                    .containsExactly(
                            new ChunkserverList.Chunkserver(
                                    "10.0.0.1", 9422, 7, new MooseVersion(3, 0, 117), true, false, 12),
                            new ChunkserverList.Chunkserver(
                                    "10.0.0.2", 9422, 7, new MooseVersion(0, 0, 0), false, false, 0),
                            new ChunkserverList.Chunkserver(
                                    "10.0.0.3", 9422, 7, new MooseVersion(0, 0, 0), false, true, 0));
            assertThat(servers.allConnected()).isFalse();
        }
    }

    @Test
    void aListThatIsNotAMultipleOfItsEntriesIsRefused() throws Exception {
        try (FakeMaster master = answering(Packet.CSERV_LIST_REPLY, new byte[70]);
                MasterProbe probe = MasterProbe.connect(master.address(), LONG)) {
            assertThatThrownBy(probe::chunkservers)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("70 bytes");
        }
    }

    @Test
    void missingChunksAreThoseThatFilesNeedAndThatHaveNoCopy() throws Exception {
        ByteBuffer matrix = ByteBuffer.allocate(969).put((byte) 2);
        matrix.putInt(1 + 4 * (0 * 11 + 0), 100); // no file needs them
        matrix.putInt(1 + 4 * (2 * 11 + 0), 3);
        matrix.putInt(1 + 4 * (3 * 11 + 0), 4);
        matrix.putInt(1 + 4 * (2 * 11 + 1), 50); // one copy of two
        matrix.putInt(485 + 4 * (2 * 11 + 0), 9); // the other table
        try (FakeMaster master = answering(Packet.CHUNKS_MATRIX_REPLY, matrix.array());
                MasterProbe probe = MasterProbe.connect(master.address(), LONG)) {
            assertThat(probe.chunkProgress()).isEqualTo(new ChunkProgress(false, true, 7));
        }
    }

    @Test
    void aSessionWithAnInfoLongerThanThePacketIsRefused() throws Exception {
        byte[] list = ByteBuffer.allocate(100)
                .putShort((short) 0)
                .putInt(2 + 21, 1_000_000)
                .array();
        try (FakeMaster master = answering(Packet.SESSION_LIST_REPLY, list);
                MasterProbe probe = MasterProbe.connect(master.address(), LONG)) {
            assertThatThrownBy(probe::sessions)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("text of 1000000 bytes");
        }
    }

    @Test
    void anInfoThatIsTooShortIsRefused() throws Exception {
        try (FakeMaster master = answering(Packet.INFO_REPLY, new byte[68]);
                MasterProbe probe = MasterProbe.connect(master.address(), LONG)) {
            assertThatThrownBy(probe::info)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("info from");
        }
    }

    private static FakeMaster answering(int type, byte[] payload) throws Exception {
        return new FakeMaster((in, out) -> {
            FakeMaster.take(in);
            FakeMaster.packet(out, type, payload);
            Thread.sleep(LONG);
        });
    }

    private static byte[] server(int flagsAndVersion, int host, int chunks) {
        return ByteBuffer.allocate(69)
                .putInt(flagsAndVersion)
                .putInt(0x0a000000 | host)
                .putShort((short) 9422)
                .putShort((short) 7)
                .putLong(0)
                .putLong(0)
                .putInt(chunks)
                .array();
    }
}
