package org.mfsha.linux.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import org.mfsha.linux.NativeSocket;

/**
 * ARP on one interface (packet(7)). Needs CAP_NET_RAW. Many threads may announce; one at a time may
 * probe or listen, for each packet is received once.
 */
public final class ArpSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final short ETH_P_ARP = 0x0806;

    private final NativeSocket socket;
    private final byte[] link;
    private final MacAddress mac;

    private ArpSocket(NativeSocket socket, byte[] link, MacAddress mac) {
        this.socket = socket;
        this.link = link;
        this.mac = mac;
    }

    /**
     * Opens a socket on an Ethernet interface.
     *
     * @throws IOException when there is no such interface, it has no Ethernet address, or the kernel refuses
     */
    public static ArpSocket open(String interfaceName) throws IOException {
        MacAddress mac = InterfaceAddresses.mac(interfaceName)
                .orElseThrow(() -> new IOException("no Ethernet interface " + interfaceName));
        byte[] link = linkAddress(NetworkInterface.getByName(interfaceName).getIndex());
        NativeSocket socket =
                NativeSocket.open(AF_PACKET, SOCK_RAW, Short.toUnsignedInt(Short.reverseBytes(ETH_P_ARP)));
        try {
            socket.bind(link);
            return new ArpSocket(socket, link, mac);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Tells everybody that the address is here: one gratuitous request and one reply (RFC 5944, 4.6). */
    public void announce(Inet4Address address) throws IOException {
        send(new ArpPacket(ArpPacket.REQUEST, mac, address, ArpPacket.NOBODY, address));
        send(new ArpPacket(ArpPacket.REPLY, mac, address, ArpPacket.BROADCAST, address));
    }

    /** Asks who has the address, without naming a sender (RFC 5227, 2.1.1). Empty: nobody answered in time. */
    public Optional<MacAddress> probe(Inet4Address address, Duration time) throws IOException {
        Inet4Address unnamed = (Inet4Address) InetAddress.getByAddress(new byte[4]);
        send(new ArpPacket(ArpPacket.REQUEST, mac, unnamed, ArpPacket.NOBODY, address));
        return nextClaim(address, time).map(ArpClaim::owner);
    }

    /** Waits for a packet of another machine that names the address as its own. */
    public Optional<ArpClaim> nextClaim(Inet4Address address, Duration time) throws IOException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left >= 0; left = deadline - System.nanoTime()) {
            Optional<ArpPacket> packet = socket.receive(Duration.ofNanos(left)).flatMap(ArpPacket::parse);
            if (packet.isPresent()
                    && packet.get().senderIp().equals(address)
                    && !packet.get().sender().equals(mac)) {
                return Optional.of(new ArpClaim(address, packet.get().sender()));
            }
        }
        return Optional.empty();
    }

    private void send(ArpPacket packet) throws IOException {
        socket.send(packet.broadcastFrame(), link);
    }

    /** struct sockaddr_ll, packet(7). */
    private static byte[] linkAddress(int index) {
        return ByteBuffer.allocate(20)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_PACKET)
                .putShort(Short.reverseBytes(ETH_P_ARP))
                .putInt(index)
                .array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
