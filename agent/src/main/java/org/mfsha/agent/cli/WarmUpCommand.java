package org.mfsha.agent.cli;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import org.mfsha.agent.config.ConfigException;
import org.mfsha.agent.config.ConfigReader;
import org.mfsha.agent.control.ControlClient;
import org.mfsha.agent.control.ControlServer;
import org.mfsha.agent.control.status.NodeStatus;
import org.mfsha.agent.control.status.Status;
import org.mfsha.agent.control.status.StatusJson;
import org.mfsha.agent.control.status.StatusText;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.DatagramSecurity;
import org.mfsha.agent.security.KeyFile;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.agent.transport.Received;
import org.mfsha.agent.transport.StreamClient;
import org.mfsha.agent.transport.StreamLimits;
import org.mfsha.agent.transport.StreamServer;
import picocli.CommandLine.Command;

/** The training run of the start-up cache: touches what daemon and commands use, on loopback and in a scratch directory. */
@Command(name = "warm-up", hidden = true, description = "Exercise mfsha once, to train the start-up cache.")
final class WarmUpCommand implements Callable<Integer> {
    private static final int UNUSED_PORT = 9;

    private final Daemon daemon;

    WarmUpCommand(Daemon daemon) {
        this.daemon = daemon;
    }

    @Override
    public Integer call() throws Exception {
        Path scratch = Files.createTempDirectory("mfsha-warm-up");
        try {
            Path keyFile = scratch.resolve("key");
            KeyFile.create(keyFile, new SecureRandom());
            readConfig(scratch);
            ClusterKey key = KeyFile.read(keyFile);
            exchangeDatagrams(key);
            exchangeStream(key);
            exchangeCommands(scratch.resolve("control.sock"));
            daemon.rehearse();
        } finally {
            for (String name : List.of("key", "cfg")) {
                Files.deleteIfExists(scratch.resolve(name));
            }
            Files.deleteIfExists(scratch);
        }
        return ExitStatus.OK;
    }

    private static void readConfig(Path scratch) throws Exception {
        Path file = scratch.resolve("cfg");
        Files.writeString(
                file,
                "NODE_NAME = w1\nCANDIDATES = m1@127.0.0.2, m2@127.0.0.3\nWITNESSES = w1@127.0.0.1\nKEY_FILE = "
                        + scratch.resolve("key") + "\n");
        try {
            new ConfigReader().read(file);
        } catch (ConfigException e) {
            throw new IllegalStateException("the warm-up's own configuration is wrong", e);
        }
    }

    private static void exchangeDatagrams(ClusterKey key) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        DatagramSecurity security = new DatagramSecurity(key, "a", Set.of("b"), 1, new SecureRandom());
        DatagramSecurity other = new DatagramSecurity(key, "b", Set.of("a"), 1, new SecureRandom());
        try (DatagramTransport transport = new DatagramTransport(
                new InetSocketAddress(loopback, 0),
                Map.of("b", new InetSocketAddress(loopback, UNUSED_PORT)),
                security,
                new ArrayBlockingQueue<Received>(16))) {
            byte[] datagram = other.seal("a", new byte[100]);
            security.open(datagram, datagram.length);
            transport.health();
        }
    }

    private static void exchangeStream(ClusterKey key) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (StreamServer server =
                        new StreamServer(any, "a", key, StreamLimits.DEFAULT, (_, body, out) -> body.transferTo(out));
                StreamClient client = new StreamClient("b", key, StreamLimits.DEFAULT)) {
            long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (server.port().isEmpty() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            InetSocketAddress address =
                    new InetSocketAddress(any.getAddress(), server.port().orElseThrow());
            try (InputStream answer = client.request("a", address, "echo", "x".getBytes(StandardCharsets.UTF_8))) {
                answer.readAllBytes();
            }
        }
    }

    private static void exchangeCommands(Path socket) throws Exception {
        Optional<Long> none = Optional.empty();
        NodeStatus node = new NodeStatus(
                "a", "candidate", "leader", true, true, Optional.empty(), 1, Optional.empty(), none, none, none);
        Status status = new Status(
                "a",
                Optional.of("a"),
                Optional.empty(),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(node),
                Optional.empty(),
                List.of());
        try (ControlServer _ =
                new ControlServer(socket, Map.of("status", _ -> StatusJson.toMap(status)), Duration.ofSeconds(5))) {
            Object answer = new ControlClient(socket, Duration.ofSeconds(5)).request("status", Map.of());
            StatusText.render(StatusJson.status(answer));
        }
    }
}
