package org.mfsha.moosefs.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a packet's payload field by field; too short or too long is a {@link ProtocolException}. */
final class PayloadReader {
    private final String where;
    private final ByteBuffer payload;

    PayloadReader(String where, Packet packet) {
        this.where = where;
        this.payload = ByteBuffer.wrap(packet.payload());
    }

    int remaining() {
        return payload.remaining();
    }

    int u8() throws ProtocolException {
        return need(1).get() & 0xff;
    }

    int u16() throws ProtocolException {
        return need(2).getShort() & 0xffff;
    }

    int i32() throws ProtocolException {
        return need(4).getInt();
    }

    long u32() throws ProtocolException {
        return need(4).getInt() & 0xffff_ffffL;
    }

    long i64() throws ProtocolException {
        return need(8).getLong();
    }

    /** A 64-bit number that fits a Java long; MooseFS's sizes and versions do. */
    long positive64(String name) throws ProtocolException {
        long value = i64();
        if (value < 0) {
            throw new ProtocolException(where + ": " + name + " " + Long.toUnsignedString(value) + " is out of range");
        }
        return value;
    }

    String text(long lengthBytes) throws ProtocolException {
        if (lengthBytes < 0 || lengthBytes > payload.remaining()) {
            throw new ProtocolException(where + ": text of " + lengthBytes + " bytes at offset " + payload.position()
                    + " does not fit a packet of " + payload.limit());
        }
        byte[] bytes = new byte[(int) lengthBytes];
        payload.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    void skip(int bytes) throws ProtocolException {
        need(bytes).position(payload.position() + bytes);
    }

    void end() throws ProtocolException {
        if (payload.hasRemaining()) {
            throw new ProtocolException(
                    where + ": " + payload.remaining() + " bytes too many in a packet of " + payload.limit());
        }
    }

    private ByteBuffer need(int bytes) throws ProtocolException {
        if (payload.remaining() < bytes) {
            throw new ProtocolException(where + ": packet of " + payload.limit() + " bytes ends at offset "
                    + payload.position() + " where " + bytes + " bytes are due");
        }
        return payload;
    }
}
