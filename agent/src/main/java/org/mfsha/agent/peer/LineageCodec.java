package org.mfsha.agent.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/** A lineage as bytes. */
public final class LineageCodec {
    private LineageCodec() {}

    /** Writes a lineage. */
    public static void write(DataOutputStream out, Lineage lineage) throws IOException {
        out.writeByte(lineage.records().size());
        for (EpochRecord record : lineage.records()) {
            out.writeLong(record.epoch());
            out.writeUTF(record.leader().name());
            out.writeLong(record.firstVersion());
            out.writeByte(code(record.reason()));
        }
    }

    /**
     * Reads a lineage.
     *
     * @throws IOException also when the bytes make no lineage
     */
    public static Lineage read(DataInputStream in) throws IOException {
        try {
            int count = in.readUnsignedByte();
            List<EpochRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                records.add(new EpochRecord(
                        in.readLong(), new NodeId(in.readUTF()), in.readLong(), reason(in.readUnsignedByte())));
            }
            return new Lineage(records);
        } catch (IllegalArgumentException e) {
            throw new IOException("impossible lineage: " + e.getMessage(), e);
        }
    }

    private static int code(EpochRecord.Reason reason) {
        return switch (reason) {
            case FIRST_START -> 1;
            case LEASE_LOST -> 2;
            case MASTER_LOST -> 3;
            case SWITCHOVER -> 4;
            case RENUMBERED -> 5;
        };
    }

    private static EpochRecord.Reason reason(int code) throws IOException {
        return switch (code) {
            case 1 -> EpochRecord.Reason.FIRST_START;
            case 2 -> EpochRecord.Reason.LEASE_LOST;
            case 3 -> EpochRecord.Reason.MASTER_LOST;
            case 4 -> EpochRecord.Reason.SWITCHOVER;
            case 5 -> EpochRecord.Reason.RENUMBERED;
            default -> throw new IOException("epoch record with unknown reason " + code);
        };
    }
}
