package org.mfsha.agent.transport;

import java.time.Duration;

/**
 * Limits of streams.
 *
 * @param unauthenticated how long a connection may take until the key is proved
 * @param idle how long a connection may make no progress
 * @param deadline how long a request may take altogether
 * @param maxConnections how many authenticated connections a server has at once
 * @param maxStrangers how many connections that have not proved the key a server has at once
 */
public record StreamLimits(
        Duration unauthenticated, Duration idle, Duration deadline, int maxConnections, int maxStrangers) {
    /** 2 s, 5 s, 10 min; 32 and 16 connections. */
    public static final StreamLimits DEFAULT =
            new StreamLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofMinutes(10), 32, 16);
}
