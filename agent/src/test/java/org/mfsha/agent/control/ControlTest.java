package org.mfsha.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mfsha.agent.control.ControlException.Kind;

final class ControlTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private final CountDownLatch release = new CountDownLatch(1);
    private Path path;
    private ControlServer server;

    @BeforeEach
    void serve() throws IOException {
        path = directory.resolve("control.sock");
        server = new ControlServer(path, verbs(), Duration.ofMillis(500));
    }

    @AfterEach
    void close() throws IOException {
        release.countDown();
        server.close();
    }

    private Map<String, Verb> verbs() {
        return Map.of(
                "echo", arguments -> Map.of("got", arguments),
                "refuse",
                        _ -> {
                            throw new VerbException("not hot: 7 changes behind");
                        },
                "broken",
                        _ -> {
                            throw new IllegalStateException("bug");
                        },
                "slow",
                        _ -> {
                            try {
                                release.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return "late";
                        });
    }

    private Object ask(String verb, Map<String, ?> arguments) throws ControlException {
        return new ControlClient(path, LIMIT).request(verb, arguments);
    }

    @Test
    void argumentsAndResultsPassThrough() throws Exception {
        assertThat(ask("echo", Map.of("target", "m2\n\"x\""))).isEqualTo(Map.of("got", Map.of("target", "m2\n\"x\"")));
    }

    @Test
    void aRefusalReachesThePersonWhoAsked() {
        assertThatThrownBy(() -> ask("refuse", Map.of()))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessage("not hot: 7 changes behind");
    }

    @Test
    void aFaultOfOneCommandDoesNotEndTheServer() throws Exception {
        assertThatThrownBy(() -> ask("broken", Map.of())).hasMessageContaining("bug");
        assertThat(ask("echo", Map.of())).isNotNull();
    }

    @Test
    void anUnknownVerbIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> ask("dance", Map.of())).hasMessageContaining("broken, echo, refuse, slow");
    }

    @Test
    void aVerbThatTakesTooLongIsCutOff() {
        assertThatThrownBy(() -> ask("slow", Map.of()))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));
    }

    @Test
    void aClientGivesUpOnADaemonThatDoesNotAnswer() throws Exception {
        Path silent = directory.resolve("silent.sock");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(silent));
            assertThatThrownBy(() -> new ControlClient(silent, Duration.ofMillis(100)).request("echo", Map.of()))
                    .hasMessageContaining("did not answer within");
        }
    }

    @Test
    void onlyTheOwnerMayUseTheSocket() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aSocketThatSomebodyAnswersOnIsNotTakenOver() throws Exception {
        assertThatThrownBy(() -> new ControlServer(path, Map.of(), LIMIT))
                .hasMessageContaining("another mfsha answers");
        assertThat(ask("echo", Map.of())).isNotNull();
    }

    @Test
    void aSocketLeftOverByADeadDaemonIsReplaced() throws Exception {
        Path stale = directory.resolve("stale.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(stale));
        }
        try (ControlServer _ = new ControlServer(stale, verbs(), LIMIT)) {
            assertThat(new ControlClient(stale, LIMIT).request("echo", Map.of()))
                    .isNotNull();
        }
    }

    @Test
    void aFileThatIsNoSocketIsNeverDeleted() throws Exception {
        Path file = Files.writeString(directory.resolve("precious"), "data");
        assertThatThrownBy(() -> new ControlServer(file, Map.of(), LIMIT)).hasMessageContaining("is no socket");
        assertThat(file).hasContent("data");
    }

    @Test
    void closingRemovesTheSocketAndClientsSayWhatToDo() throws Exception {
        server.close();
        assertThat(path).doesNotExist();
        assertThatThrownBy(() -> ask("echo", Map.of()))
                .isInstanceOfSatisfying(
                        ControlException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessageContaining("daemon is not running");
    }

    @Test
    void hostileLinesAreAnsweredOrCutOffAndTheServerGoesOn() throws Exception {
        long seed = 13;
        Random random = new Random(seed);
        List<String> lines =
                List.of("", "[]", "{", "null", "{\"verb\":null}", "{\"verb\":7}", "\"x\"", "{\"verb\":\"echo\"");
        for (int round = 0; round < 200; round++) {
            byte[] noise = new byte[random.nextInt(300)];
            // No byte below 32: each noise is one line.
            for (int index = 0; index < noise.length; index++) {
                noise[index] = (byte) random.nextInt(32, 256);
            }
            byte[] bytes = round < lines.size() ? lines.get(round).getBytes(StandardCharsets.UTF_8) : noise;
            sendLine(bytes);
        }
        assertThat(ask("echo", Map.of())).as("seed %d", seed).isNotNull();
    }

    @Test
    void aLineWithoutEndIsCutOff() throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            byte[] block = new byte[4096];
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 1000; sent++) {
                            channel.write(ByteBuffer.wrap(block));
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private void sendLine(byte[] bytes) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
            assertThat(Lines.read(channel, 100_000)).startsWith("{\"ok\":false");
        }
    }
}
