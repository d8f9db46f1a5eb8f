package org.mfsha.agent.transport;

/**
 * A message from another node.
 *
 * @param sender name of the node that sealed it
 * @param payload what it sent; owned by the receiver of this record
 * @param receivedNanos {@link System#nanoTime} at its arrival
 */
@SuppressWarnings("ArrayRecordComponent")
public record Received(String sender, byte[] payload, long receivedNanos) {}
