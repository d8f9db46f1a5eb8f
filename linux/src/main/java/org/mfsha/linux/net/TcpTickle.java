package org.mfsha.linux.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.mfsha.linux.NativeSocket;

/**
 * One bogus ACK, as CTDB sends them. A peer with that connection answers it with its true sequence
 * numbers (RFC 5961, 5), and the kernel of this host, which has no such connection, resets the peer's.
 */
public final class TcpTickle {
    private static final int AF_INET = 2;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_RAW = 255;
    private static final int IPPROTO_TCP = 6;
    private static final int HEADER_BYTES = 20;
    private static final short DATA_OFFSET_AND_ACK = 0x5010;

    private TcpTickle() {}

    /** Sends one from an IPv4 address of this host to a peer. Needs CAP_NET_RAW. Thread-safe. */
    public static void send(InetSocketAddress from, InetSocketAddress to) throws IOException {
        byte[] peer = ByteBuffer.allocate(16)
                .put(nativeFamily())
                .putShort((short) 0)
                .put(to.getAddress().getAddress())
                .array();
        try (NativeSocket socket = NativeSocket.open(AF_INET, SOCK_RAW, IPPROTO_RAW)) {
            socket.send(packet(from, to), peer);
        }
    }

    private static byte[] nativeFamily() {
        return ByteBuffer.allocate(2)
                .order(java.nio.ByteOrder.nativeOrder())
                .putShort((short) AF_INET)
                .array();
    }

    /** The kernel fills in the IP header's checksum and identification (raw(7)). */
    private static byte[] packet(InetSocketAddress from, InetSocketAddress to) {
        byte[] tcp = ByteBuffer.allocate(HEADER_BYTES)
                .putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .putInt(0)
                .putInt(0)
                .putShort(DATA_OFFSET_AND_ACK)
                .putShort((short) 0)
                .array();
        ByteBuffer pseudo = ByteBuffer.allocate(12 + HEADER_BYTES)
                .put(from.getAddress().getAddress())
                .put(to.getAddress().getAddress())
                .putShort((short) IPPROTO_TCP)
                .putShort((short) HEADER_BYTES)
                .put(tcp);
        ByteBuffer.wrap(tcp).putShort(16, checksum(pseudo.flip()));
        return ByteBuffer.allocate(2 * HEADER_BYTES)
                .put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) (2 * HEADER_BYTES))
                .putInt(0)
                .put((byte) 64)
                .put((byte) IPPROTO_TCP)
                .putShort((short) 0)
                .put(from.getAddress().getAddress())
                .put(to.getAddress().getAddress())
                .put(tcp)
                .array();
    }

    /** The Internet checksum (RFC 1071). */
    private static short checksum(ByteBuffer words) {
        int sum = 0;
        while (words.hasRemaining()) {
            sum += Short.toUnsignedInt(words.getShort());
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return (short) ~(sum + (sum >>> 16));
    }
}
