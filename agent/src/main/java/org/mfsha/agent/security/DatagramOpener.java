package org.mfsha.agent.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens datagrams for one node during one start. Memory is bounded by the number of peers. Not thread-safe. */
final class DatagramOpener {
    /** What is known about the newest session of one sender. */
    private record Session(long number, Token salt, Sealer sealer, ReplayWindow window) {}

    private final ClusterKey key;
    private final String self;
    private final Token salt;
    private final Set<String> peers;
    private final Map<String, Session> sessions = new HashMap<>();

    DatagramOpener(ClusterKey key, String self, Token salt, Set<String> peers) {
        this.key = key;
        this.self = self;
        this.salt = salt;
        this.peers = Set.copyOf(peers);
    }

    Opened open(byte[] datagram, int length) {
        Optional<DatagramHeader.Parsed> parsed = DatagramHeader.parse(datagram, length);
        if (parsed.isEmpty()) {
            return new Opened.Rejected(Rejection.MALFORMED);
        }
        DatagramHeader header = parsed.get().header();
        if (!peers.contains(header.sender())) {
            return new Opened.Rejected(Rejection.UNKNOWN_SENDER);
        }
        Session session = sessionOf(header);
        byte[] headerBytes = parsed.get().bytes();
        byte[] authenticated = DatagramKeys.authenticated(headerBytes, self);
        Optional<byte[]> payload = session.sealer()
                .open(header.counter(), authenticated, datagram, headerBytes.length, length - headerBytes.length);
        return payload.map(bytes -> admit(header, session, bytes))
                .orElseGet(() -> new Opened.Rejected(Rejection.UNDECRYPTABLE));
    }

    /** The salt of the newest session that this sender proved to have. */
    Optional<Token> saltOf(String sender) {
        return Optional.ofNullable(sessions.get(sender)).map(Session::salt);
    }

    /** The session in use, or a new one that counts only after a datagram proved it. */
    private Session sessionOf(DatagramHeader header) {
        Session known = sessions.get(header.sender());
        if (known != null && known.number() == header.session() && known.salt().equals(header.salt())) {
            return known;
        }
        Sealer sealer = new Sealer(DatagramKeys.derive(key, header.sender(), self, header.session(), header.salt()));
        return new Session(header.session(), header.salt(), sealer, new ReplayWindow());
    }

    private Opened admit(DatagramHeader header, Session session, byte[] payload) {
        Session known = sessions.get(header.sender());
        if (known != null && session.number() < known.number()) {
            return new Opened.Rejected(Rejection.OLD_SESSION);
        }
        if (known != null
                && session.number() == known.number()
                && !session.salt().equals(known.salt())) {
            return new Opened.Rejected(Rejection.SESSION_CLASH);
        }
        if (!session.window().admit(header.counter())) {
            return new Opened.Rejected(Rejection.REPEATED);
        }
        sessions.put(header.sender(), session);
        return header.echo().equals(salt)
                ? new Opened.Message(header.sender(), payload)
                : new Opened.Unacquainted(header.sender());
    }
}
