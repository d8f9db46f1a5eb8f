package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.linux.net.InterfaceAddresses;

/**
 * Looks who answers for the shared address, and on this node's own ports. A host outside the cluster that has the address
 * would take the clients' packets away, and a program that listens here would get them: a node that sees one of them does
 * not offer itself as a leader. A node that leads already defends the address: it contradicts a stranger's claim with an
 * announcement of its own (RFC 5227, 2.4). Otherwise clients would believe the stranger as long as their ARP tables do,
 * a minute and more.
 */
final class AddressWatch {
    private static final Logger LOG = System.getLogger(AddressWatch.class.getName());
    private static final Duration LISTEN = Duration.ofMillis(200);

    /** After a defence: a stranger that defends itself too must not make a storm of it. */
    private static final long DEFENCE_PAUSE_MILLIS = 500;

    private final AddressConfig config;
    private final SharedAddress address;
    private final PeerBoard peers;
    private volatile Optional<String> stranger = Optional.empty();
    private volatile Optional<String> portsInUse = Optional.empty();
    private Optional<String> suspect = Optional.empty();

    AddressWatch(AddressConfig config, SharedAddress address, PeerBoard peers) {
        this.config = config;
        this.address = address;
        this.peers = peers;
    }

    /**
     * Asks once; takes a fifth of a second. A claim counts when it is seen twice: at the start of an agent, and when a
     * node has just joined, its hardware address may not have been told yet.
     */
    void look() {
        try {
            Optional<String> seen = foreign(address.claimant(LISTEN));
            if (seen.isPresent() || suspect.isPresent()) {
                address.defend(); // Once more when it has gone: somebody may still believe it.
            }
            Optional<String> confirmed = seen.filter(claim -> suspect.equals(Optional.of(claim)));
            suspect = seen;
            if (confirmed.isPresent() && !confirmed.equals(stranger)) {
                LOG.log(Level.ERROR, "{0} is in use by {1}, no node of this cluster", config.cidr(), seen.get());
            }
            stranger = confirmed;
            // While this node leads it is its own mfsmaster that listens.
            portsInUse = isHere() ? Optional.empty() : address.portsInUse();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot look who has the shared address: {0}", e.getMessage());
        }
    }

    /** Listens until it is time for the next look. While the address is here, a stranger's claim is contradicted at once. */
    void listen(Duration time, CountDownLatch end) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && end.getCount() > 0; left = deadline - System.nanoTime()) {
            try {
                Optional<String> claimant = foreign(address.nextClaim(Duration.ofNanos(left)));
                if (claimant.isPresent()) {
                    contradict(claimant.get());
                    end.await(DEFENCE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot listen who claims the shared address: {0}", e.getMessage());
                end.await(left, TimeUnit.NANOSECONDS);
            }
        }
    }

    private void contradict(String claimant) throws IOException {
        if (address.defend()) {
            LOG.log(Level.WARNING, "{0} claims {1}: contradicted", claimant, config.cidr());
        }
    }

    private Optional<String> foreign(Optional<String> claim) {
        Set<String> own = new HashSet<>(peers.hardwareAddresses());
        own.add(hardwareAddress());
        return claim.map(owner -> owner.toLowerCase(Locale.ROOT)).filter(owner -> !own.contains(owner));
    }

    /** What keeps this node from serving at the address, in words; empty when nothing does. */
    Optional<String> obstacle() {
        return stranger.map(who -> "the shared address " + config.cidr() + " is in use by " + who
                        + ", which is no node of this cluster: take it away there")
                .or(() -> portsInUse);
    }

    /** This node's own hardware address, as six hexadecimal bytes; empty when it has none. */
    String hardwareAddress() {
        try {
            return InterfaceAddresses.mac(config.interfaceName())
                    .map(Object::toString)
                    .orElse("");
        } catch (IOException _) {
            return ""; // The interface is gone for the moment.
        }
    }

    /** Whether the shared address is on this node's interface. */
    boolean isHere() {
        try {
            return InterfaceAddresses.has(config.interfaceName(), config.address());
        } catch (IOException _) {
            return false; // The interface is gone for the moment, and the address with it.
        }
    }
}
