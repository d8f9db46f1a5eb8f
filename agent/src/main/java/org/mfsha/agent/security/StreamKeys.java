package org.mfsha.agent.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The two keys of one TCP connection, one for each direction: derived from the cluster's key, fresh random bytes of both
 * sides and both names. Whoever can seal or open under them has the cluster's key and takes part in this connection: a
 * recording has other random bytes.
 */
public final class StreamKeys {
    /** Random bytes of each side. */
    public static final int NONCE_BYTES = 32;

    private final ClusterKey key;
    private final byte[] context;

    public StreamKeys(ClusterKey key, String client, String server, byte[] clientNonce, byte[] serverNonce) {
        if (clientNonce.length != NONCE_BYTES || serverNonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("each side gives " + NONCE_BYTES + " random bytes");
        }
        byte[] from = client.getBytes(StandardCharsets.US_ASCII);
        byte[] to = server.getBytes(StandardCharsets.US_ASCII);
        this.key = key;
        this.context = ByteBuffer.allocate(2 + from.length + to.length + 2 * NONCE_BYTES)
                .put((byte) from.length)
                .put(from)
                .put((byte) to.length)
                .put(to)
                .put(clientNonce)
                .put(serverNonce)
                .array();
    }

    /** Seals or opens what the client sends. */
    public RecordCipher clientToServer() {
        return new RecordCipher(new Sealer(key.derive("mfsha stream v1 to server", context)));
    }

    /** Seals or opens what the server sends. */
    public RecordCipher serverToClient() {
        return new RecordCipher(new Sealer(key.derive("mfsha stream v1 to client", context)));
    }
}
