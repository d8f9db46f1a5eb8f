package org.mfsha.agent.replica;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import org.mfsha.agent.peer.LineageCodec;
import org.mfsha.moosefs.files.LogLine;

/** Answers another agent that asks for changes from a version on. */
final class ChangesService {
    /** Name of the request. */
    static final String REQUEST = "changes";

    private final Supplier<HeldChanges> held;

    ChangesService(Supplier<HeldChanges> held) {
        this.held = held;
    }

    void answer(InputStream body, OutputStream response) throws IOException {
        long version = new DataInputStream(body).readLong();
        HeldChanges changes = held.get();
        List<LogLine> lines = changes.from(version);
        var out = new DataOutputStream(new BufferedOutputStream(response));
        LineageCodec.write(out, changes.lineage());
        out.writeBoolean(changes.serving());
        out.writeInt(lines.size());
        for (LogLine line : lines) {
            byte[] bytes = line.bytes();
            out.writeInt(bytes.length);
            out.write(bytes);
        }
        out.flush();
    }
}
