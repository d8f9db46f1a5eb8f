package org.mfsha.agent.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/** Which key seals datagrams from one node to another during one start of the sender. */
final class DatagramKeys {
    private static final String PURPOSE = "mfsha datagram v1";

    private DatagramKeys() {}

    static SecretKey derive(ClusterKey key, String sender, String receiver, long session, Token salt) {
        byte[] from = sender.getBytes(StandardCharsets.US_ASCII);
        byte[] to = receiver.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer context = ByteBuffer.allocate(2 + from.length + to.length + 8 + Token.BYTES);
        context.put((byte) from.length).put(from).put((byte) to.length).put(to).putLong(session);
        salt.writeTo(context);
        return key.derive(PURPOSE, context.array());
    }

    /** Header and receiver's name: everything that a datagram's tag covers besides its payload. */
    static byte[] authenticated(byte[] header, String receiver) {
        byte[] to = receiver.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(header.length + to.length)
                .put(header)
                .put(to)
                .array();
    }
}
