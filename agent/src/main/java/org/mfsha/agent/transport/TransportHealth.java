package org.mfsha.agent.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.agent.security.Rejection;

/**
 * What the datagram transport went through since its start. A snapshot.
 *
 * @param sent datagrams handed to the kernel
 * @param sendFailures datagrams that could not be sent
 * @param received messages delivered to the owner's queue
 * @param overflowed messages dropped because the owner's queue was full
 * @param rejected datagrams dropped, by reason
 * @param undecryptable where datagrams came from that do not decrypt; at most 64 addresses
 * @param closedBecause why there is no socket now; empty while there is one
 */
public record TransportHealth(
        long sent,
        long sendFailures,
        long received,
        long overflowed,
        Map<Rejection, Long> rejected,
        List<Undecryptable> undecryptable,
        Optional<String> closedBecause) {
    public TransportHealth {
        rejected = Map.copyOf(rejected);
        undecryptable = List.copyOf(undecryptable);
    }
}
