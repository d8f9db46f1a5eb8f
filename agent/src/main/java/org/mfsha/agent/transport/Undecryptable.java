package org.mfsha.agent.transport;

import java.net.InetAddress;

/**
 * Datagrams from one address that did not decrypt: another key there, or an attacker.
 *
 * @param source address they came from
 * @param count how many since the start
 * @param lastNanos {@link System#nanoTime} of the last one
 */
public record Undecryptable(InetAddress source, long count, long lastNanos) {}
