package org.mfsha.agent.address;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.linux.net.ArpSocket;
import org.mfsha.linux.net.Firewall;
import org.mfsha.linux.net.InterfaceAddresses;
import org.mfsha.linux.net.TcpConnections;
import org.mfsha.linux.net.TcpTickle;

/**
 * Tells the network who has the shared address now, and holds back what must wait. Thread-safe.
 *
 * <p>An announcement is a gratuitous ARP, so that packets find the new host, and for every connection the old leader had
 * one bogus ACK ("tickle"): the client answers it, the answer meets a kernel that knows no such connection, and the
 * reset makes the client reconnect at once instead of after a TCP timer.
 */
public final class SharedAddress implements AutoCloseable {
    /** MooseFS's ports: metaloggers, chunkservers, clients. */
    public static final Set<Integer> PORTS = Set.of(9419, 9420, 9421);

    private static final Logger LOG = System.getLogger(SharedAddress.class.getName());
    /** Pauses before the repetitions of an announcement: a switch may be slow to learn, a packet may be lost. */
    private static final long[] REPEAT_MILLIS = {30, 70, 150, 250, 500, 1_000, 2_000};

    /** RFC 863; nobody listens there, and if so, one ACK out of nowhere does nothing. */
    private static final int DISCARD_PORT = 9;

    private final AddressConfig config;
    private final Firewall firewall;
    private final KnownConnections known;
    private Set<Firewall.Rule> rules = EnumSet.noneOf(Firewall.Rule.class);
    private final AtomicReference<CountDownLatch> current = new AtomicReference<>(new CountDownLatch(0));

    public SharedAddress(AddressConfig config, Firewall firewall, KnownConnections known) {
        this.config = config;
        this.firewall = firewall;
        this.known = known;
    }

    /** The address. */
    public Inet4Address address() {
        return config.address();
    }

    /** One of the master's ports at the address. */
    public InetSocketAddress at(int port) {
        return new InetSocketAddress(config.address(), port);
    }

    /**
     * Why mfsmaster could not serve at the address: somebody listens on its ports already. Only to be asked while mfsha's
     * own mfsmaster does not.
     *
     * @return in words; empty when nobody does
     */
    public Optional<String> portsInUse() throws IOException {
        Set<Integer> used = TcpConnections.listening(PORTS);
        return used.isEmpty()
                ? Optional.empty()
                : Optional.of("another program listens here on " + used + ", probably an mfsmaster that mfsha did not"
                        + " start: end it (systemctl mask --now moosefs-master)");
    }

    /** Announces now, and again several times in the background; not at all when the address is gone meanwhile. */
    public void announce() {
        var calledOff = new CountDownLatch(1);
        current.getAndSet(calledOff).countDown();
        List<ClientConnection> connections = known.all();
        try {
            if (!isHere()) {
                return; // An announcement without the address would take the clients from whoever has it.
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "not announced: the interface cannot be looked at", e);
            return;
        }
        announceOnce(connections);
        LOG.log(Level.INFO, "announced {0}, tickled {1} connections", config.cidr(), connections.size());
        Thread.ofVirtual().name("announce").start(() -> repeat(connections, calledOff));
    }

    /** No more announcements: this node is about to stop serving. */
    public void hush() {
        current.get().countDown();
    }

    private boolean isHere() throws IOException {
        return InterfaceAddresses.has(config.interfaceName(), config.address());
    }

    private void repeat(List<ClientConnection> connections, CountDownLatch calledOff) {
        try {
            for (long pause : REPEAT_MILLIS) {
                if (calledOff.await(pause, TimeUnit.MILLISECONDS) || !isHere()) {
                    return;
                }
                announceOnce(connections);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "no more announcements: the interface cannot be looked at", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announceOnce(List<ClientConnection> connections) {
        try (ArpSocket arp = ArpSocket.open(config.interfaceName())) {
            arp.announce(config.address());
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the shared address could not be announced", e);
        }
        for (ClientConnection connection : connections) {
            try {
                TcpTickle.send(at(connection.port()), connection.client());
            } catch (IOException e) {
                // A client that is not reachable now finds out by itself later.
                LOG.log(Level.DEBUG, () -> "no tickle for " + connection + ": " + e.getMessage());
            }
        }
    }

    /** Connections of clients, chunkservers and metaloggers to the address, on this host. */
    public List<ClientConnection> established() throws IOException {
        return TcpConnections.established(config.address(), PORTS).stream()
                .map(pair -> new ClientConnection(pair.remote(), pair.local().getPort()))
                .filter(connection -> !connection.client().getAddress().equals(config.address()))
                .toList();
    }

    /** Does once, without effect on anybody, what an announcement does, so that the first real one is not slow. */
    public void warmUp() throws IOException {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD_PORT);
        TcpTickle.send(nowhere, nowhere);
    }

    /** Get ready for a takeover: quiet death, and no question for chunks and for a snapshot gets in yet. */
    public synchronized void holdChunkRequests() throws IOException {
        firewall.keepQuietTo(Set.of());
        rules = EnumSet.of(Firewall.Rule.QUIET_DEATH, Firewall.Rule.HOLD_CHUNK_REQUESTS, Firewall.Rule.HOLD_SNAPSHOTS);
        firewall.apply(rules);
    }

    /** Chunkservers are back: let everything in, and make those who were held back ask again at once. */
    public synchronized void releaseChunkRequests() throws IOException {
        int again = release(Firewall.Rule.HOLD_CHUNK_REQUESTS);
        LOG.log(Level.INFO, "questions for chunks let in; {0} connections made to ask again", again);
    }

    /** Nobody writes any more what he was allowed to before the takeover: snapshots may be made. */
    public synchronized void releaseSnapshots() throws IOException {
        int again = release(Firewall.Rule.HOLD_SNAPSHOTS);
        LOG.log(Level.INFO, "snapshots allowed; {0} connections made to ask again", again);
    }

    private int release(Firewall.Rule rule) throws IOException {
        Set<InetSocketAddress> held = heldConnections();
        rules.remove(rule);
        firewall.apply(rules);
        for (InetSocketAddress client : held) {
            if (!TcpConnections.destroy(at(9421), client)) {
                // It still has a connection of the old leader's, of which this node was not told: its question was
                // dropped
                // before the kernel could reset that, and its next one may be seconds away.
                TcpTickle.send(at(9421), client);
            }
        }
        return held.size();
    }

    /** Letting clients in matters more than knowing who waited. */
    private Set<InetSocketAddress> heldConnections() {
        try {
            return firewall.heldConnections();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "clients that were held ask again only at their next retransmission", e);
            return Set.of();
        }
    }

    /** These are connected to the master here: if it dies, they must not hear of it from this host's kernel. */
    public synchronized void keepQuietTo(List<ClientConnection> connections) throws IOException {
        firewall.keepQuietTo(connections.stream().map(ClientConnection::client).collect(Collectors.toSet()));
    }

    /** Before a handover: nothing gets in any more, answers still get out. */
    public synchronized void holdEverything() throws IOException {
        rules.add(Firewall.Rule.HOLD_ALL_INCOMING);
        firewall.apply(rules);
    }

    /** A handover was called off. */
    public synchronized void releaseEverything() throws IOException {
        rules.remove(Firewall.Rule.HOLD_ALL_INCOMING);
        firewall.apply(rules);
    }

    /**
     * Asks who has the address.
     *
     * @param limit how long to listen
     * @return the hardware address that claims it, if it is not this node's own
     */
    public Optional<String> claimant(Duration limit) throws IOException {
        try (ArpSocket arp = ArpSocket.open(config.interfaceName())) {
            return arp.probe(config.address(), limit).map(Object::toString);
        }
    }

    /** The same without asking: somebody who claims it unasked. */
    public Optional<String> nextClaim(Duration limit) throws IOException {
        try (ArpSocket arp = ArpSocket.open(config.interfaceName())) {
            return arp.nextClaim(config.address(), limit)
                    .map(claim -> claim.owner().toString());
        }
    }

    /**
     * Contradicts somebody who claims the address, if it is here.
     *
     * @return whether it is
     */
    public boolean defend() throws IOException {
        if (!isHere()) {
            return false;
        }
        try (ArpSocket arp = ArpSocket.open(config.interfaceName())) {
            arp.announce(config.address());
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        hush();
        firewall.close();
    }
}
