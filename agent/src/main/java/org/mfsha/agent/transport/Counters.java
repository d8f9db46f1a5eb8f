package org.mfsha.agent.transport;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.mfsha.agent.security.Rejection;

/** Counts for {@link TransportHealth}. Thread-safe; memory is bounded whatever arrives. */
final class Counters {
    static final int MAX_SOURCES = 64;

    final AtomicLong sent = new AtomicLong();
    final AtomicLong sendFailures = new AtomicLong();
    final AtomicLong received = new AtomicLong();
    final AtomicLong overflowed = new AtomicLong();
    private final Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    private final Map<InetAddress, Undecryptable> sources = new LinkedHashMap<>();

    synchronized void reject(Rejection reason, InetAddress source, long nanos) {
        rejected.merge(reason, 1L, Long::sum);
        if (reason == Rejection.UNDECRYPTABLE) {
            Undecryptable earlier = sources.remove(source);
            if (earlier == null && sources.size() >= MAX_SOURCES) {
                sources.remove(sources.keySet().iterator().next());
            }
            sources.put(source, new Undecryptable(source, earlier == null ? 1 : earlier.count() + 1, nanos));
        }
    }

    synchronized TransportHealth snapshot(Optional<String> closedBecause) {
        return new TransportHealth(
                sent.get(),
                sendFailures.get(),
                received.get(),
                overflowed.get(),
                rejected,
                List.copyOf(sources.values()),
                closedBecause);
    }
}
