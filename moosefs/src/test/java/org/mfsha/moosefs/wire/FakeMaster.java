package org.mfsha.moosefs.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A peer that sends what a test wants. */
final class FakeMaster implements AutoCloseable {
    private final ServerSocket server;
    private final Thread thread;

    interface Script {
        void play(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException;
    }

    FakeMaster(Script script) throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(() -> {
            try (Socket socket = server.accept()) {
                script.play(
                        new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (IOException | InterruptedException _) {
                // the test has ended the connection
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    static void packet(DataOutputStream out, int type, byte[] payload) throws IOException {
        out.writeInt(type);
        out.writeInt(payload.length);
        out.write(payload);
    }

    /** Reads a packet and returns its payload. */
    static byte[] take(DataInputStream in) throws IOException {
        in.readInt();
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        return payload;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        server.close();
    }
}
