package org.mfsha.agent.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes one connection on and keeps what its client sent. */
final class RecordingProxy implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();
    private final Thread worker;

    RecordingProxy(InetSocketAddress target) throws IOException {
        this.worker = Thread.ofVirtual().start(() -> pass(target));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    byte[] sentByClient() throws InterruptedException {
        worker.join(10_000);
        return recorded.toByteArray();
    }

    private void pass(InetSocketAddress target) {
        try (Socket client = listening.accept();
                Socket server = new Socket(target.getAddress(), target.getPort())) {
            Thread answers = Thread.ofVirtual().start(() -> copyAnswers(server, client));
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[4096];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                recorded.write(buffer, 0, count);
                out.write(buffer, 0, count);
            }
            server.shutdownOutput();
            answers.join(10_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyAnswers(Socket server, Socket client) {
        try {
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
