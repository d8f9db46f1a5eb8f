package org.mfsha.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Takes the place of {@code mfsha}: {@code keygen FILE}, and {@code run -c FILE}, where m1 leads for ever. */
final class StubAgent {
    private StubAgent() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("keygen")) {
            Files.writeString(Path.of(arguments[1]), "secret");
            return;
        }
        Properties configuration = new Properties();
        configuration.load(new StringReader(Files.readString(Path.of(arguments[2]))));
        serve(configuration.getProperty("NODE_NAME"), Path.of(configuration.getProperty("CONTROL_SOCKET")));
    }

    private static void serve(String node, Path socket) throws IOException {
        String answer = "{\"ok\":true,\"result\":{\"node\":\"" + node
                + "\",\"leader\":\"m1\",\"epoch\":7,\"leaseRemainingMillis\":400}}\n";
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                try (SocketChannel client = server.accept()) {
                    new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)).readLine();
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
    }
}
