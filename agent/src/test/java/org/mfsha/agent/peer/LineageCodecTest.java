package org.mfsha.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

final class LineageCodecTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    @Test
    void aLineageComesOutAsItWentIn() throws IOException {
        var random = new RandomPeerMessages(7);
        for (int round = 0; round < 200; round++) {
            Lineage lineage = random.lineage();
            bytes.reset();
            LineageCodec.write(out, lineage);
            assertThat(read()).isEqualTo(lineage);
        }
    }

    @Test
    void everyReasonSurvives() throws IOException {
        for (EpochRecord.Reason reason : EpochRecord.Reason.values()) {
            var lineage = Lineage.EMPTY.followedBy(new EpochRecord(1, new NodeId("a"), 2, reason));
            bytes.reset();
            LineageCodec.write(out, lineage);
            assertThat(read()).isEqualTo(lineage);
        }
    }

    @Test
    void epochsThatDoNotIncreaseAreRefused() throws IOException {
        out.writeByte(2);
        record(5, "a", 1, 1);
        record(5, "b", 2, 1);

        assertRefused("do not increase");
    }

    @Test
    void aNodeNameThatCannotBeIsRefused() throws IOException {
        out.writeByte(1);
        record(5, "no such name", 1, 1);

        assertRefused("no such name");
    }

    @Test
    void anEpochThatCannotBeIsRefused() throws IOException {
        out.writeByte(1);
        record(-5, "a", 1, 1);

        assertRefused("-5");
    }

    @Test
    void aReasonOfALaterVersionIsRefused() throws IOException {
        out.writeByte(1);
        record(5, "a", 1, 200);

        assertRefused("unknown reason 200");
    }

    private void record(long epoch, String leader, long first, int reason) throws IOException {
        out.writeLong(epoch);
        out.writeUTF(leader);
        out.writeLong(first);
        out.writeByte(reason);
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining(why);
    }

    private Lineage read() throws IOException {
        return LineageCodec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
