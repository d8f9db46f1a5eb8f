package org.mfsha.agent.security;

import java.util.HashMap;
import java.util.Map;

/** Seals datagrams of one node during one start. Thread-safe. */
final class DatagramSealer {
    private static final class Channel {
        private final Sealer sealer;
        private long counter;
        private Token echo = Token.NONE;

        Channel(Sealer sealer) {
            this.sealer = sealer;
        }
    }

    private final ClusterKey key;
    private final String self;
    private final long session;
    private final Token salt;
    private final Map<String, Channel> channels = new HashMap<>();

    DatagramSealer(ClusterKey key, String self, long session, Token salt) {
        this.key = key;
        this.self = self;
        this.session = session;
        this.salt = salt;
    }

    synchronized byte[] seal(String receiver, byte[] payload) {
        Channel channel = channel(receiver);
        channel.counter++;
        byte[] header = new DatagramHeader(self, session, salt, channel.echo, channel.counter).encode();
        byte[] authenticated = DatagramKeys.authenticated(header, receiver);
        byte[] sealed = channel.sealer.seal(channel.counter, authenticated, payload, 0, payload.length);
        byte[] datagram = new byte[header.length + sealed.length];
        System.arraycopy(header, 0, datagram, 0, header.length);
        System.arraycopy(sealed, 0, datagram, header.length, sealed.length);
        return datagram;
    }

    /** From now on datagrams to this node carry the salt of its present start. */
    synchronized void acquaint(String receiver, Token receiverSalt) {
        channel(receiver).echo = receiverSalt;
    }

    private Channel channel(String receiver) {
        return channels.computeIfAbsent(
                receiver, to -> new Channel(new Sealer(DatagramKeys.derive(key, self, to, session, salt))));
    }
}
