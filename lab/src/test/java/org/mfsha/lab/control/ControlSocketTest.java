package org.mfsha.lab.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The control socket's client against a server that says what the test wants. */
@Timeout(20)
class ControlSocketTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private final BlockingQueue<String> requests = new ArrayBlockingQueue<>(10);
    private ServerSocketChannel server;
    private Path path;

    @BeforeEach
    void listen() throws IOException {
        path = directory.resolve("s");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aStatusIsReadWithFieldsMissingAndFieldsUnknown() throws Exception {
        answer("""
                {"ok":true,"result":{"node":"m1","leader":"m1","epoch":3,"novelty":[1],
                "nodes":[{"name":"m2","role":"standby","hot":true,"position":{"epoch":3,"version":99}}]}}
                """);

        AgentStatus status = new Agent(path).status();

        assertThat(requests.poll(5, TimeUnit.SECONDS)).isEqualTo("{\"verb\":\"status\"}");
        assertThat(status.leads()).isTrue();
        assertThat(status.epoch()).isEqualTo(3);
        assertThat(status.node("m2")).hasValueSatisfying(node -> {
            assertThat(node.hot()).isTrue();
            assertThat(node.positionVersion()).isEqualTo(99);
        });
    }

    @Test
    void anAgentWithoutALeaderDoesNotLead() throws Exception {
        answer("{\"ok\":true,\"result\":{\"node\":\"m1\",\"leader\":null}}");

        assertThat(new Agent(path).status().leads()).isFalse();
    }

    @Test
    void aSwitchoverCarriesItsTarget() throws Exception {
        answer("{\"ok\":true,\"result\":{}}");

        new Agent(path).switchover(Optional.of("m2"));

        assertThat(requests.poll(5, TimeUnit.SECONDS)).isEqualTo("{\"verb\":\"switchover\",\"target\":\"m2\"}");
    }

    @Test
    void aHistoryIsOrderedByEpoch() throws Exception {
        answer("{\"ok\":true,\"result\":[{\"epoch\":2,\"leader\":\"m2\",\"listeningAt\":\"1970-01-01T00:00:00.005Z\"},"
                + "{\"epoch\":1}]}");

        assertThat(new Agent(path).history())
                .extracting(Takeover::epoch, Takeover::listeningAtEpochMillis)
                .containsExactly(tuple(1L, 0L), tuple(2L, 5L));
    }

    @Test
    void aRefusalSaysWhy() {
        answer("{\"ok\":false,\"error\":\"m2 is not hot\"}");

        assertThatThrownBy(() -> new Agent(path).switchover(Optional.empty())).hasMessageContaining("m2 is not hot");
    }

    @Test
    void aSilentAgentIsGivenUpAtTheDeadline() {
        ControlSocket socket = new ControlSocket(path);

        assertThatThrownBy(() -> socket.request("status", Map.of(), Duration.ofMillis(50)))
                .hasMessageContaining("no answer in time");
    }

    @Test
    void anAgentThatIsNotThereIsAnError() {
        ControlSocket socket = new ControlSocket(directory.resolve("nobody"));

        assertThatThrownBy(() -> socket.request("status", Map.of(), LIMIT)).isInstanceOf(IOException.class);
    }

    private void answer(String json) {
        String line = json.replace("\n", "") + "\n";
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                requests.add(reader.readLine());
                client.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException failed) {
                requests.add(failed.toString());
            }
        });
    }
}
