package org.mfsha.agent.transport;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mfsha.agent.security.RecordCipher;

/** Sealed records over one connection: length:32 (authenticated), then type:8 and content, sealed. Not thread-safe. */
final class SealedChannel {
    static final int MAX_CONTENT_BYTES = 16 * 1024;
    static final int MAX_REQUEST_CHARS = 128;
    static final int MAX_ERROR_CHARS = 512;

    private static final int LEAST_SEALED_BYTES = 1 + RecordCipher.OVERHEAD_BYTES;

    /** A record that opened. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(RecordType type, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private final DataInputStream in;
    private final DataOutputStream out;
    private final RecordCipher opening;
    private final RecordCipher sealing;
    private final Watch watch;

    SealedChannel(DataInputStream in, DataOutputStream out, RecordCipher opening, RecordCipher sealing, Watch watch) {
        this.in = in;
        this.out = out;
        this.opening = opening;
        this.sealing = sealing;
        this.watch = watch;
    }

    void write(RecordType type, byte[] bytes, int offset, int length) throws IOException {
        byte[] plain = new byte[1 + length];
        plain[0] = type.code();
        System.arraycopy(bytes, offset, plain, 1, length);
        byte[] head = lengthBytes(plain.length + RecordCipher.OVERHEAD_BYTES);
        out.write(head);
        out.write(sealing.seal(head, plain, 0, plain.length));
        watch.progress();
    }

    void write(RecordType type, String text, int maxChars) throws IOException {
        byte[] bytes = text.substring(0, Math.min(text.length(), maxChars)).getBytes(StandardCharsets.UTF_8);
        write(type, bytes, 0, bytes.length);
    }

    void flush() throws IOException {
        out.flush();
    }

    /** The next record, of at most 16 KiB. */
    Content read() throws IOException {
        return read(MAX_CONTENT_BYTES);
    }

    /** The peer's proof that it has the key; nothing else is accepted and at most 21 bytes are read. */
    void readReady() throws IOException {
        if (read(0).type() != RecordType.READY) {
            throw new ProtocolException("the first record is not READY");
        }
    }

    private Content read(int maxContent) throws IOException {
        int length = readLength();
        if (length < LEAST_SEALED_BYTES || length > LEAST_SEALED_BYTES + maxContent) {
            throw new ProtocolException("a record of " + length + " bytes is out of bounds");
        }
        byte[] sealed = new byte[length];
        in.readFully(sealed);
        byte[] plain = opening.open(lengthBytes(length), sealed)
                .orElseThrow(
                        () -> new ProtocolException("a record does not decrypt: another key, or changed on the way"));
        RecordType type =
                RecordType.of(plain[0]).orElseThrow(() -> new ProtocolException("unknown record type " + plain[0]));
        watch.progress();
        return new Content(type, Arrays.copyOfRange(plain, 1, plain.length));
    }

    private int readLength() throws IOException {
        try {
            return in.readInt();
        } catch (EOFException e) {
            throw new EOFException("the connection was cut off before the end");
        }
    }

    private static byte[] lengthBytes(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }
}
