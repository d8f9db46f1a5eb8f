package org.mfsha.moosefs.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A download that goes wrong tells why and leaves nothing behind. */
class BaseDownloadTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aWrongChecksumIsTold() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, 100);
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_DATA, data(0, new byte[100], 1));
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.into(directory, master.address(), LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void dataFromAnotherPlaceThanAskedForIsTold() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, 100);
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_DATA, data(7, new byte[100], 0));
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.into(directory, master.address(), LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("asked for 100 bytes");
        }
    }

    @Test
    void aSizeBeyondReasonIsRefused() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, Long.MAX_VALUE);
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.into(directory, master.address(), LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("are more than");
        }
    }

    @Test
    void aMasterThatDiesInTheMiddleIsTold() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, 2_000_000);
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_DATA, data(0, new byte[1_000_000], 0));
            FakeMaster.take(in);
        })) {
            assertThatThrownBy(() -> BaseDownload.into(directory, master.address(), LONG))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aMasterThatFallsSilentRunsIntoTheStepsDeadline() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, 100);
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.into(directory, master.address(), Duration.ofMillis(100)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aRefusalIsAResult() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_INFO, new byte[] {(byte) 0xff});
            Thread.sleep(LONG);
        })) {
            assertThat(BaseDownload.into(directory, master.address(), LONG))
                    .isEqualTo(new BaseDownload.Result.Refused());
        }
    }

    @Test
    void somethingElseThanMetadataIsRefusedAtALook() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            offer(in, out, 100);
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_DATA, data(0, new byte[24], 0));
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.look(master.address(), LONG))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("is not MooseFS metadata");
        }
    }

    @Test
    void aBaseAloneIsRefusedLoudlyWhereThereIsNone() throws Exception {
        try (FakeMaster master = new FakeMaster((in, out) -> {
            FakeMaster.take(in);
            FakeMaster.packet(out, Packet.DOWNLOAD_INFO, new byte[] {(byte) 0xff});
            Thread.sleep(LONG);
        })) {
            assertThatThrownBy(() -> BaseDownload.baseInto(directory, master.address(), LONG))
                    .hasMessageContaining("has no metadata file to give");
        }
    }

    private static void offer(DataInputStream in, DataOutputStream out, long size) throws IOException {
        FakeMaster.take(in);
        FakeMaster.packet(
                out, Packet.DOWNLOAD_INFO, ByteBuffer.allocate(8).putLong(size).array());
    }

    private static byte[] data(long offset, byte[] bytes, int error) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return ByteBuffer.allocate(16 + bytes.length)
                .putLong(offset)
                .putInt(bytes.length)
                .putInt((int) crc.getValue() + error)
                .put(bytes)
                .array();
    }
}
