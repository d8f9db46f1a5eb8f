package org.mfsha.linux.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An ARP packet for IPv4 over Ethernet in its frame (RFC 826). */
record ArpPacket(short operation, MacAddress sender, Inet4Address senderIp, MacAddress target, Inet4Address targetIp) {
    static final short REQUEST = 1;
    static final short REPLY = 2;
    static final MacAddress BROADCAST = new MacAddress("ff:ff:ff:ff:ff:ff");
    static final MacAddress NOBODY = new MacAddress("00:00:00:00:00:00");
    private static final long ARP_ETHERNET_IPV4 = 0x0806_0001_0800_0604L;
    private static final int FRAME_BYTES = 42;

    byte[] broadcastFrame() {
        return ByteBuffer.allocate(FRAME_BYTES)
                .put(BROADCAST.bytes())
                .put(sender.bytes())
                .putLong(ARP_ETHERNET_IPV4)
                .putShort(operation)
                .put(sender.bytes())
                .put(senderIp.getAddress())
                .put(target.bytes())
                .put(targetIp.getAddress())
                .array();
    }

    static Optional<ArpPacket> parse(byte[] frame) {
        if (frame.length < FRAME_BYTES || ByteBuffer.wrap(frame).getLong(12) != ARP_ETHERNET_IPV4) {
            return Optional.empty();
        }
        ByteBuffer packet = ByteBuffer.wrap(frame).position(20);
        return Optional.of(new ArpPacket(packet.getShort(), mac(packet), ip(packet), mac(packet), ip(packet)));
    }

    private static MacAddress mac(ByteBuffer from) {
        byte[] bytes = new byte[6];
        from.get(bytes);
        return MacAddress.of(bytes);
    }

    private static Inet4Address ip(ByteBuffer from) {
        byte[] bytes = new byte[4];
        from.get(bytes);
        try {
            return (Inet4Address) InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
