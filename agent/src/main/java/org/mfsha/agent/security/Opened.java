package org.mfsha.agent.security;

/** What became of a received datagram. */
public sealed interface Opened {
    /**
     * Authentic, for this node, not seen before, and sent to the present start of this node.
     *
     * @param payload what the sender sealed; owned by the receiver of this record
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(String sender, byte[] payload) implements Opened {}

    /**
     * Authentic, but the sender does not know (or no longer knows) this start of this node, so it might be a recording.
     * The answer to it is any datagram to the sender: it carries the salt that the sender needs.
     */
    record Unacquainted(String sender) implements Opened {}

    /** Dropped. */
    record Rejected(Rejection reason) implements Opened {}
}
