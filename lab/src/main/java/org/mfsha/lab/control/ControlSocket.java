package org.mfsha.lab.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** An agent's control socket. One connection per request; safe for use by several threads. */
public record ControlSocket(Path path) {
    private static final int LARGEST_ANSWER_BYTES = 16 << 20;

    /**
     * Asks and waits for the answer.
     *
     * @param arguments what the request carries besides its verb
     * @return the {@code result} of the answer
     * @throws IOException if nobody answers in time, or the agent refuses (its reason is in the message)
     */
    public Object request(String verb, Map<String, ?> arguments, Duration limit) throws IOException {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("verb", verb);
        request.putAll(arguments);
        String answer = exchange(JSON.std.asString(request) + "\n", System.nanoTime() + limit.toNanos());
        Map<String, Object> fields = parsed(answer);
        if (!Boolean.TRUE.equals(fields.get("ok"))) {
            throw new IOException(verb + " refused: " + fields.getOrDefault("error", answer));
        }
        return fields.getOrDefault("result", Map.of());
    }

    private String exchange(String request, long deadline) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw new IOException(path + ": agent is not taking requests");
            }
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
            while (out.hasRemaining()) {
                channel.write(out);
                if (out.hasRemaining()) {
                    await(selector, deadline);
                }
            }
            key.interestOps(SelectionKey.OP_READ);
            return line(channel, selector, deadline);
        }
    }

    private String line(SocketChannel channel, Selector selector, long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.allocate(64 << 10);
        while (line.size() < LARGEST_ANSWER_BYTES) {
            int count = channel.read(in.clear());
            if (count == 0) {
                await(selector, deadline);
            } else if (count < 0) {
                throw new IOException(path + ": connection closed before the answer");
            } else {
                line.write(in.array(), 0, count);
                if (in.get(count - 1) == '\n') {
                    return line.toString(StandardCharsets.UTF_8);
                }
            }
        }
        throw new IOException(path + ": answer longer than " + LARGEST_ANSWER_BYTES + " bytes");
    }

    private void await(Selector selector, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new IOException(path + ": no answer in time");
        }
        selector.select(millis);
        selector.selectedKeys().clear();
    }

    private static Map<String, Object> parsed(String answer) throws IOException {
        try {
            return JSON.std.mapFrom(answer);
        } catch (JacksonException malformed) {
            throw new IOException("not a line of JSON: " + answer, malformed);
        }
    }
}
