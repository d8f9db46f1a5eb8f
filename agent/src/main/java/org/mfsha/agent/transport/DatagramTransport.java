package org.mfsha.agent.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.mfsha.agent.security.DatagramSecurity;
import org.mfsha.agent.security.Opened;

/**
 * Small sealed messages between nodes over UDP. One thread receives and puts messages into the owner's queue;
 * {@link #send} works from any thread, never blocks and never throws for what the network does. The socket is reopened
 * when it breaks, with waits of 50 ms to 1 s, until {@link #close}.
 */
public final class DatagramTransport implements AutoCloseable {
    /** Longest payload: with header and tag it still fits an Ethernet frame. */
    public static final int MAX_PAYLOAD_BYTES = 1200;

    private static final System.Logger LOG = System.getLogger(DatagramTransport.class.getName());
    private static final int MAX_DATAGRAM_BYTES = MAX_PAYLOAD_BYTES + DatagramSecurity.MAX_OVERHEAD_BYTES;
    private static final byte[] GREETING = {};

    private final InetSocketAddress local;
    private final Map<String, InetSocketAddress> peers;
    private final DatagramSecurity security;
    private final Queue<Received> inbox;
    private final Counters counters = new Counters();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread receiver;
    private volatile Optional<DatagramChannel> channel = Optional.empty();
    private volatile Optional<Selector> selector = Optional.empty();
    private volatile Optional<String> closedBecause = Optional.of("not opened yet");

    /**
     * Starts to receive.
     *
     * @param local this node's address and port
     * @param peers where the other nodes listen, by name
     * @param security of this start of this node
     * @param inbox a bounded, thread-safe queue; a message that it refuses ({@link Queue#offer}) is lost and counted
     */
    public DatagramTransport(
            InetSocketAddress local,
            Map<String, InetSocketAddress> peers,
            DatagramSecurity security,
            Queue<Received> inbox) {
        this.local = local;
        this.peers = Map.copyOf(peers);
        this.security = security;
        this.inbox = inbox;
        this.receiver = Thread.ofPlatform().name("mfsha-datagrams").daemon().unstarted(this::run);
        receiver.start();
    }

    /**
     * Sends a message. Nothing is known about its arrival; a failure is only counted.
     *
     * @throws IllegalArgumentException if there is no such peer or the payload is longer than 1200 bytes
     */
    public void send(String nodeName, byte[] payload) {
        InetSocketAddress address = Optional.ofNullable(peers.get(nodeName))
                .orElseThrow(() -> new IllegalArgumentException("no such peer: " + nodeName));
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("a payload has at most 1200 bytes, not " + payload.length);
        }
        Optional<DatagramChannel> open = channel;
        if (open.isEmpty()) {
            counters.sendFailures.incrementAndGet();
            return;
        }
        ByteBuffer datagram = ByteBuffer.wrap(security.seal(nodeName, payload));
        try {
            // The channel does not block: 0 bytes means that the kernel's buffer is full.
            (open.get().send(datagram, address) > 0 ? counters.sent : counters.sendFailures).incrementAndGet();
        } catch (IOException e) {
            counters.sendFailures.incrementAndGet();
            LOG.log(System.Logger.Level.DEBUG, () -> "cannot send to " + nodeName + ": " + e);
        }
    }

    /** Counts since the start, and whether there is a socket. */
    public TransportHealth health() {
        return counters.snapshot(closedBecause);
    }

    /** Closes the socket and waits up to one second for the receiving thread. */
    @Override
    public void close() {
        closed.countDown();
        selector.ifPresent(Selector::wakeup);
        try {
            receiver.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff(closed);
        while (closed.getCount() > 0) {
            try (DatagramChannel opened = DatagramChannel.open(StandardProtocolFamily.INET);
                    Selector waiting = Selector.open()) {
                opened.configureBlocking(false);
                opened.bind(local);
                opened.register(waiting, SelectionKey.OP_READ);
                publish(opened, waiting);
                backoff.succeeded();
                peers.keySet().forEach(peer -> send(peer, GREETING));
                receive(opened, waiting);
            } catch (IOException | ClosedSelectorException e) {
                LOG.log(System.Logger.Level.WARNING, "UDP socket " + local + ": " + e + "; trying again");
                closedBecause = Optional.of(String.valueOf(e.getMessage()));
            }
            channel = Optional.empty();
            backoff.await();
        }
        closedBecause = Optional.of("closed");
    }

    private void publish(DatagramChannel opened, Selector waiting) {
        selector = Optional.of(waiting);
        channel = Optional.of(opened);
        closedBecause = Optional.empty();
    }

    private void receive(DatagramChannel opened, Selector waiting) throws IOException {
        // One byte more than the longest datagram: a truncated one must not look complete.
        byte[] bytes = new byte[MAX_DATAGRAM_BYTES + 1];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (closed.getCount() > 0) {
            waiting.select();
            waiting.selectedKeys().clear();
            Optional<InetSocketAddress> source = receiveOne(opened, buffer);
            while (source.isPresent() && closed.getCount() > 0) {
                accept(source.get().getAddress(), bytes, buffer.position());
                source = receiveOne(opened, buffer);
            }
        }
    }

    private static Optional<InetSocketAddress> receiveOne(DatagramChannel opened, ByteBuffer buffer)
            throws IOException {
        buffer.clear();
        return Optional.ofNullable((InetSocketAddress) opened.receive(buffer));
    }

    private void accept(InetAddress source, byte[] datagram, int length) {
        long now = System.nanoTime();
        switch (security.open(datagram, length)) {
            case Opened.Message(String sender, byte[] payload) -> deliver(new Received(sender, payload, now));
            case Opened.Unacquainted(String sender) -> send(sender, GREETING);
            case Opened.Rejected(var reason) -> counters.reject(reason, source, now);
        }
    }

    private void deliver(Received message) {
        if (message.payload().length == GREETING.length) {
            return;
        }
        (inbox.offer(message) ? counters.received : counters.overflowed).incrementAndGet();
    }
}
