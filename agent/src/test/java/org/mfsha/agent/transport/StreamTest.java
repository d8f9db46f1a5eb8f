package org.mfsha.agent.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mfsha.agent.security.ClusterKey;

final class StreamTest {
    private static final StreamLimits QUICK =
            new StreamLimits(Duration.ofMillis(500), Duration.ofMillis(600), Duration.ofSeconds(20), 3, 8);

    private final ClusterKey key = new ClusterKey(new byte[32]);
    private final AtomicInteger handled = new AtomicInteger();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : opened) {
            closeable.close();
        }
    }

    private InetSocketAddress serve(StreamHandler handler) {
        return addressOf(server(handler));
    }

    private StreamServer server(StreamHandler handler) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        StreamServer server = new StreamServer(any, "server", key, QUICK, (request, body, response) -> {
            handled.incrementAndGet();
            handler.handle(request, body, response);
        });
        opened.add(server);
        return server;
    }

    private static InetSocketAddress addressOf(StreamServer server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Await.present("a port", server::port));
    }

    private StreamClient client(ClusterKey usedKey) {
        StreamClient client = new StreamClient("client", usedKey, QUICK);
        opened.add(client);
        return client;
    }

    private byte[] ask(InetSocketAddress address, String request, byte[] body) throws IOException {
        try (InputStream answer = client(key).request("server", address, request, body)) {
            return answer.readAllBytes();
        }
    }

    @Test
    void anAnswerOfManyRecordsArrivesWhole() throws Exception {
        byte[] large = new byte[5_000_001];
        new Random(3).nextBytes(large);
        InetSocketAddress address = serve((_, _, response) -> response.write(large));
        assertThat(ask(address, "large", new byte[0])).isEqualTo(large);
    }

    @Test
    void anAnswerReachesASlowReaderThoughTheHandlerLeftTheRequestsEndUnread() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        InetSocketAddress address = serve((_, body, response) -> {
            assertThat(body.read()).isEqualTo('x');
            response.write(new byte[100_000]);
            answered.countDown();
        });
        try (InputStream answer = client(key).request("server", address, "large", new byte[] {'x'})) {
            await(answered);
            TimeUnit.MILLISECONDS.sleep(300); // until the server has closed its side, which shows nowhere

            assertThat(answer.readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void nameAndBodyReachTheHandler() throws Exception {
        InetSocketAddress address = serve((request, body, response) -> {
            response.write(request.getBytes(StandardCharsets.UTF_8));
            body.transferTo(response);
        });
        assertThat(new String(ask(address, "tail ", new byte[] {'x', 'y'}), StandardCharsets.UTF_8))
                .isEqualTo("tail xy");
    }

    @Test
    void theLargestBodyArrives() throws Exception {
        byte[] body = new byte[StreamServer.MAX_BODY_BYTES];
        InetSocketAddress address = serve((_, in, out) ->
                out.write(Integer.toString(in.readAllBytes().length).getBytes(StandardCharsets.UTF_8)));
        assertThat(new String(ask(address, "size", body), StandardCharsets.UTF_8))
                .isEqualTo("65536");
    }

    @Test
    void aFailingHandlerTellsTheClientWhy() {
        InetSocketAddress address = serve((_, _, response) -> {
            response.write(1);
            throw new IOException("no such segment");
        });
        assertThatThrownBy(() -> ask(address, "tail", new byte[0]))
                .isInstanceOf(RemoteException.class)
                .hasMessage("no such segment");
    }

    @Test
    void aClientWithAnotherKeyNeverReachesTheHandler() {
        byte[] other = new byte[32];
        other[31] = 1;
        InetSocketAddress address = serve((_, _, _) -> {});
        assertThatThrownBy(() -> client(new ClusterKey(other)).request("server", address, "tail", new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another key");
        assertThat(handled).hasValue(0);
    }

    @Test
    void aServerOfAnotherNameRefuses() {
        InetSocketAddress address = serve((_, _, _) -> {});
        assertThatThrownBy(() -> client(key).request("elsewhere", address, "tail", new byte[0]))
                .isInstanceOf(IOException.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void anAnswerThatIsCutOffIsAnError() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        StreamServer server = server((_, _, response) -> {
            response.write(new byte[100]);
            response.flush();
            await(never);
        });
        try (InputStream answer = client(key).request("server", addressOf(server), "tail", new byte[0])) {
            assertThat(answer.readNBytes(100)).hasSize(100);
            server.close();
            assertThatThrownBy(answer::read).isInstanceOf(IOException.class);
        } finally {
            never.countDown();
        }
    }

    @Test
    void aServerThatMakesNoProgressRunsIntoTheIdleLimit() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        InetSocketAddress address = serve((_, _, _) -> await(never));
        try (InputStream answer = client(key).request("server", address, "tail", new byte[0])) {
            assertThatThrownBy(answer::read).isInstanceOfAny(SocketTimeoutException.class, IOException.class);
        } finally {
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    @Test
    void strangersThatSayNothingAreCutOffAndTheServerStaysUsable() throws Exception {
        InetSocketAddress address = serve((_, _, response) -> response.write(7));
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int number = 0; number < QUICK.maxStrangers(); number++) {
                strangers.add(new Socket(address.getAddress(), address.getPort()));
            }
            for (Socket stranger : strangers) {
                stranger.setSoTimeout(10_000);
                assertThat(stranger.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(ask(address, "tail", new byte[0])).containsExactly(7);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void hostileBytesNeverReachTheHandler() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        StreamServer server = server((_, _, response) -> response.write(7));
        InetSocketAddress address = addressOf(server);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            byte[] prefix = {'m', 'f', 's', 'T', 1, 1, 'x', 6, 's', 'e', 'r', 'v', 'e', 'r'};
            System.arraycopy(prefix, 0, bytes, 0, Math.min(bytes.length, random.nextInt(prefix.length + 1)));
            sendAndHangUp(address, bytes);
        }
        Await.until("all refused, seed " + seed, () -> server.refused() >= 200);
        assertThat(handled).hasValue(0);
        assertThat(ask(address, "tail", new byte[0])).containsExactly(7);
    }

    private static void sendAndHangUp(InetSocketAddress address, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // A reset is as good an answer as a close.
            assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|aborted).*");
        }
    }

    @Test
    void aRecordingOfAConnectionIsWorthless() throws Exception {
        InetSocketAddress address = serve((_, _, response) -> response.write(7));
        byte[] recorded;
        try (RecordingProxy proxy = new RecordingProxy(address)) {
            assertThat(ask(proxy.address(), "tail", new byte[0])).containsExactly(7);
            recorded = proxy.sentByClient();
        }
        sendAndHangUp(address, recorded);
        assertThat(handled).hasValue(1);
    }

    @Test
    void tooManyRequestsAtOnceAreToldSo() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        InetSocketAddress address = serve((_, _, _) -> await(release));
        List<InputStream> answers = new ArrayList<>();
        try {
            for (int number = 0; number < QUICK.maxConnections(); number++) {
                answers.add(client(key).request("server", address, "tail", new byte[0]));
            }
            Await.until("all at work", () -> handled.get() == QUICK.maxConnections());
            assertThatThrownBy(() -> ask(address, "tail", new byte[0])).isInstanceOf(IOException.class);
            assertThat(handled).hasValue(QUICK.maxConnections());
        } finally {
            release.countDown();
            for (InputStream answer : answers) {
                answer.close();
            }
        }
    }
}
