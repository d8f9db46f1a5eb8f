package org.mfsha.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/** A lineage as lines: {@code epoch NUMBER leader NODE first VERSION reason WHY}. */
public final class LineageText {
    private static final int FIELDS = 8;
    private static final String SAME_LOG = "same-log";

    private LineageText() {}

    /** One line for each epoch. */
    public static List<String> lines(Lineage lineage) {
        return lineage.records().stream()
                .map(record -> "epoch " + record.epoch() + " leader " + record.leader() + " first "
                        + (record.firstVersion() == EpochRecord.SAME_LOG ? SAME_LOG : record.firstVersion())
                        + " reason " + record.reason())
                .toList();
    }

    /**
     * Reads such lines.
     *
     * @param file where they are, for the message
     * @throws IOException when they are something else
     */
    public static Lineage parse(Path file, List<String> lines) throws IOException {
        List<EpochRecord> records = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            if (fields.length != FIELDS) {
                throw new IOException(file + ": '" + line + "' is not an epoch");
            }
            try {
                long first = fields[5].equals(SAME_LOG) ? EpochRecord.SAME_LOG : Long.parseLong(fields[5]);
                records.add(new EpochRecord(
                        Long.parseLong(fields[1]),
                        new NodeId(fields[3]),
                        first,
                        EpochRecord.Reason.valueOf(fields[7])));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": '" + line + "': " + e.getMessage(), e);
            }
        }
        try {
            return new Lineage(records);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
