package org.mfsha.agent.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Set;

/** Both directions of one node's datagrams during one start. Thread-safe. */
public final class DatagramSecurity {
    /** What a sealed datagram is longer than its payload, at most. */
    public static final int MAX_OVERHEAD_BYTES = DatagramHeader.MAX_BYTES + Sealer.TAG_BYTES;

    private final DatagramSealer sealer;
    private final DatagramOpener opener;

    /**
     * @param self this node's name, ASCII, 1 to 32 characters
     * @param peers the other nodes' names
     * @param session number of this start: higher than at every earlier start of this node
     */
    public DatagramSecurity(ClusterKey key, String self, Set<String> peers, long session, SecureRandom random) {
        int nameBytes = self.getBytes(StandardCharsets.US_ASCII).length;
        if (nameBytes < 1 || nameBytes > DatagramHeader.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a node's name has 1 to 32 characters: " + self);
        }
        Token salt = Token.random(random);
        this.sealer = new DatagramSealer(key, self, session, salt);
        this.opener = new DatagramOpener(key, self, salt, peers);
    }

    /** The datagram that carries a payload to one node. */
    public byte[] seal(String receiver, byte[] payload) {
        return sealer.seal(receiver, payload);
    }

    /** Opens the first {@code length} bytes of a received datagram. */
    public Opened open(byte[] datagram, int length) {
        synchronized (opener) {
            Opened opened = opener.open(datagram, length);
            switch (opened) {
                case Opened.Message(String sender, byte[] _) -> acquaint(sender);
                case Opened.Unacquainted(String sender) -> acquaint(sender);
                case Opened.Rejected _ -> {}
            }
            return opened;
        }
    }

    private void acquaint(String sender) {
        opener.saltOf(sender).ifPresent(salt -> sealer.acquaint(sender, salt));
    }
}
