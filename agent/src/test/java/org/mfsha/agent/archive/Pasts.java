package org.mfsha.agent.archive;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.agent.store.DurableFile;
import org.mfsha.agent.store.LineageText;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;

/** Small histories for tests: change V is made {@code START + V} seconds after 1970, and says in which epoch. */
public final class Pasts {
    public static final long ID = 0x5eed;
    public static final long START = 1_790_000_000L;

    private Pasts() {}

    /** Epochs 1, 2, ... that begin with these versions. */
    public static Lineage lineage(long... firstVersions) {
        List<EpochRecord> records = new ArrayList<>();
        for (long first : firstVersions) {
            records.add(epoch(records.size() + 1, first));
        }
        return new Lineage(records);
    }

    public static EpochRecord epoch(long number, long first) {
        return new EpochRecord(number, new NodeId("m" + number), first, EpochRecord.Reason.LEASE_LOST);
    }

    /** An image with a base and changes. */
    public static Path image(Path directory, Lineage lineage, long base, long next) {
        try {
            Files.createDirectories(directory);
            base(directory.resolve("metadata.mfs.back"), base, ID);
            changes(directory.resolve("changelog.0.mfs"), lineage, base, next);
            List<String> lines = new ArrayList<>(List.of("mfsha lineage 1"));
            lines.addAll(LineageText.lines(lineage));
            DurableFile.write(directory.resolve("mfsha.lineage"), lines);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A metadata file without any content. */
    public static Path base(Path file, long version, long id) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeBytes("MFSM 2.0");
        out.writeLong(version);
        out.writeLong(id);
        out.writeBytes("[MFS EOF MARKER]");
        return Files.write(file, bytes.toByteArray());
    }

    /** A changelog. */
    public static Path changes(Path file, Lineage lineage, long first, long next) throws IOException {
        var text = new StringBuilder();
        for (long version = first; version < next; version++) {
            text.append(line(lineage, version));
        }
        return Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    /** One change as it stands in a file. */
    public static String line(Lineage lineage, long version) {
        long epoch = Provenance.of(ID, lineage, version).epoch();
        return version + ": " + (START + version) + "|ACCESS(" + epoch + ")\n";
    }
}
