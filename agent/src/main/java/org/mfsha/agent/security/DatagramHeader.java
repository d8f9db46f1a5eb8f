package org.mfsha.agent.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cleartext part of a datagram, all of it authenticated: magic {@code mfsD}, version:8, name length:8, sender,
 * session:64, salt:16 bytes, echo:16 bytes, counter:64; big endian.
 *
 * @param sender name of the node that sent it
 * @param session number of the sender's start
 * @param salt random bytes of the sender's start
 * @param echo the salt of the receiver's start as the sender knows it, zeros if it does not
 * @param counter number of the datagram in this session towards this receiver, from 1
 */
record DatagramHeader(String sender, long session, Token salt, Token echo, long counter) {
    static final int MAX_NAME_BYTES = 32;
    static final int MAX_BYTES = 4 + 1 + 1 + MAX_NAME_BYTES + 8 + Token.BYTES + Token.BYTES + 8;

    private static final int MAGIC = 0x6d667344;
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = MAX_BYTES - MAX_NAME_BYTES;

    byte[] encode() {
        byte[] name = sender.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES + name.length);
        out.putInt(MAGIC).put(VERSION).put((byte) name.length).put(name).putLong(session);
        salt.writeTo(out);
        echo.writeTo(out);
        return out.putLong(counter).array();
    }

    /** What was encoded, and how long it was; empty for anything else. Hostile input costs no more than a look. */
    static Optional<Parsed> parse(byte[] datagram, int length) {
        if (length < FIXED_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
        if (in.getInt() != MAGIC || in.get() != VERSION) {
            return Optional.empty();
        }
        int nameLength = in.get();
        if (nameLength < 1 || nameLength > MAX_NAME_BYTES || length < FIXED_BYTES + nameLength) {
            return Optional.empty();
        }
        byte[] name = new byte[nameLength];
        in.get(name);
        long session = in.getLong();
        Token salt = Token.readFrom(in);
        Token echo = Token.readFrom(in);
        DatagramHeader header =
                new DatagramHeader(new String(name, StandardCharsets.US_ASCII), session, salt, echo, in.getLong());
        return Optional.of(new Parsed(header, Arrays.copyOf(datagram, in.position())));
    }

    /** A header with the bytes it came from. */
    @SuppressWarnings("ArrayRecordComponent")
    record Parsed(DatagramHeader header, byte[] bytes) {}
}
