package org.mfsha.agent.transport;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.StreamKeys;

/** Both sides prove that they have the cluster's key and agree on keys of this connection only. Thread-safe. */
final class Handshake {
    private static final int MAGIC = 0x6d667354;
    private static final int VERSION = 1;
    private static final int MAX_NAME_BYTES = 32;
    private static final byte[] NOTHING = {};

    private final ClusterKey key;
    private final String self;
    private final SecureRandom random;

    Handshake(ClusterKey key, String self, SecureRandom random) {
        this.key = key;
        this.self = self;
        this.random = random;
    }

    /** The client's side. */
    SealedChannel connect(Socket socket, String server, Watch watch) throws IOException {
        DataInputStream in = input(socket);
        DataOutputStream out = output(socket);
        byte[] mine = nonce();
        out.writeInt(MAGIC);
        out.writeByte(VERSION);
        writeName(out, self);
        writeName(out, server);
        out.write(mine);
        out.flush();
        byte[] theirs = new byte[StreamKeys.NONCE_BYTES];
        in.readFully(theirs);
        StreamKeys keys = new StreamKeys(key, self, server, mine, theirs);
        SealedChannel channel = new SealedChannel(in, out, keys.serverToClient(), keys.clientToServer(), watch);
        channel.readReady();
        // Not flushed: it leaves together with the request.
        channel.write(RecordType.READY, NOTHING, 0, 0);
        return channel;
    }

    /** The server's side; returns once the client proved the key. */
    SealedChannel accept(Socket socket, Watch watch) throws IOException {
        DataInputStream in = input(socket);
        DataOutputStream out = output(socket);
        if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
            throw new ProtocolException("not an mfsha agent, or another version of it");
        }
        String client = readName(in);
        String server = readName(in);
        if (!server.equals(self)) {
            throw new ProtocolException("meant for " + server + ", but this is " + self);
        }
        byte[] theirs = new byte[StreamKeys.NONCE_BYTES];
        in.readFully(theirs);
        byte[] mine = nonce();
        StreamKeys keys = new StreamKeys(key, client, server, theirs, mine);
        SealedChannel channel = new SealedChannel(in, out, keys.clientToServer(), keys.serverToClient(), watch);
        out.write(mine);
        channel.write(RecordType.READY, NOTHING, 0, 0);
        channel.flush();
        channel.readReady();
        return channel;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[StreamKeys.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1024));
    }

    private static DataOutputStream output(Socket socket) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1024));
    }

    private static void writeName(DataOutputStream out, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static String readName(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte();
        if (length < 1 || length > MAX_NAME_BYTES) {
            throw new ProtocolException("a name of " + length + " bytes is out of bounds");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        for (byte letter : bytes) {
            if (letter <= ' ' || letter > '~') {
                throw new ProtocolException("a name with unprintable characters");
            }
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
