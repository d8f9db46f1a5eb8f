package org.mfsha.agent.replica;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mfsha.agent.peer.LineageCodec;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.moosefs.files.LogLine;

/** Asks another agent for changes it holds. Thread-safe. */
public final class PeerChanges {
    private static final int MAX_LINES = 1_000_000;
    /** Nobody has changes from here on. */
    private static final long NO_CHANGES = Long.MAX_VALUE;

    private final Streams streams;

    /** A way to ask an agent something and read a long answer. */
    public interface Streams {
        /** Sends a request; the answer must be closed. */
        InputStream request(NodeId node, String name, byte[] body) throws IOException;
    }

    /**
     * An answer.
     *
     * @param lineage the epochs the answering node's changes belong to
     * @param serving whether its mfsmaster serves in the last of them
     * @param lines some changes from the wanted version on; empty when it has none
     */
    record Answer(Lineage lineage, boolean serving, List<LogLine> lines) {
        /** Whether the answering node's mfsmaster serves in an epoch. */
        boolean serves(long epoch) {
            return serving && lineage.epoch() == epoch;
        }

        /** Whether it serves the log of an epoch, under that number or under a later one. */
        boolean servesLogOf(long epoch) {
            return serving
                    && lineage.contains(epoch)
                    && lineage.normalise(new Position(epoch, 0)).epoch() == lineage.epoch();
        }
    }

    PeerChanges(Streams streams) {
        this.streams = streams;
    }

    /**
     * Asks a node what it serves.
     *
     * @throws IOException unless its mfsmaster serves the log of an epoch, under that number or under a later one
     */
    void requireLogOf(NodeId node, long epoch) throws IOException {
        if (!from(node, NO_CHANGES).servesLogOf(epoch)) {
            throw new IOException(node + " does not serve in epoch " + epoch + " (yet, or any more)");
        }
    }

    /** Some changes from a version on. */
    Answer from(NodeId node, long version) throws IOException {
        byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
        try (var in =
                new DataInputStream(new BufferedInputStream(streams.request(node, ChangesService.REQUEST, body)))) {
            Lineage lineage = LineageCodec.read(in);
            boolean serving = in.readBoolean();
            int count = in.readInt();
            if (count < 0 || count > MAX_LINES) {
                throw new IOException(node + " claims to send " + count + " changes");
            }
            List<LogLine> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(readLine(in, node));
            }
            return new Answer(lineage, serving, lines);
        }
    }

    private static LogLine readLine(DataInputStream in, NodeId node) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > 2 * LogLine.MAX_TEXT_CHARS) {
            throw new IOException(node + " sends a change of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException(node + " stopped in the middle of a change");
        }
        if (bytes[length - 1] != '\n') {
            throw new IOException(node + " sends a change without an end");
        }
        return LogLine.split(new String(bytes, 0, length - 1, StandardCharsets.ISO_8859_1));
    }
}
