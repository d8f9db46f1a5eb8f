package org.mfsha.linux.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mfsha.linux.Errno;
import org.mfsha.linux.LinuxException;
import org.mfsha.linux.NativeSocket;

/** The TCP connections of this host's IPv4 addresses. Thread-safe. */
public final class TcpConnections {
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";
    private static final int AF_NETLINK = 16;
    private static final int AF_INET = 2;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int IPPROTO_TCP = 6;
    private static final short NLMSG_ERROR = 2;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short SOCK_DESTROY = 21;
    private static final short NLM_F_REQUEST = 1;
    private static final short NLM_F_REQUEST_ACK = 5;
    private static final byte TCP_LISTEN = 10;
    private static final long NO_COOKIE = -1;
    /** Of idiag_state and id.idiag_cookie in a struct inet_diag_msg after its struct nlmsghdr. */
    private static final int STATE_OFFSET = 17;

    private static final int COOKIE_OFFSET = 60;
    private static final int REQUEST_BYTES = 16 + 56;
    private static final Duration DEADLINE = Duration.ofMillis(500);

    /** One connection, seen from this host. */
    public record Connection(InetSocketAddress local, InetSocketAddress remote) {}

    private TcpConnections() {}

    /** The established connections of a local address and some of its ports (proc_net(5), tcp). */
    public static List<Connection> established(Inet4Address local, Set<Integer> ports) throws IOException {
        List<Connection> found = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/tcp"))) {
            String[] fields = line.strip().split("\\s+", 5);
            if (fields.length == 5 && fields[3].equals(ESTABLISHED)) {
                InetSocketAddress here = parse(fields[1]);
                if (here.getAddress().equals(local) && ports.contains(here.getPort())) {
                    found.add(new Connection(here, parse(fields[2])));
                }
            }
        }
        return List.copyOf(found);
    }

    /** Which of some ports somebody listens on, at any address of this host, IPv6 included (proc_net(5), tcp, tcp6). */
    public static Set<Integer> listening(Set<Integer> ports) throws IOException {
        Set<Integer> found = new TreeSet<>();
        for (String name : List.of("tcp", "tcp6")) {
            Path table = Path.of("/proc/thread-self/net", name);
            for (String line : Files.exists(table) ? Files.readAllLines(table) : List.<String>of()) {
                String[] fields = line.strip().split("\\s+", 5);
                if (fields.length == 5 && fields[3].equals(LISTENING)) {
                    found.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                }
            }
        }
        found.retainAll(ports);
        return found;
    }

    /**
     * Ends a connection of this host; the peer gets a reset (sock_diag(7), SOCK_DESTROY). Needs
     * CAP_NET_ADMIN.
     *
     * @return false when there was no such connection
     * @throws LinuxException when the kernel refuses; EOPNOTSUPP: it lacks CONFIG_INET_DIAG_DESTROY
     */
    public static boolean destroy(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        Connection connection = new Connection(local, remote);
        try (NativeSocket socket = NativeSocket.open(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)) {
            // The kernel falls back to the listening socket of the port, and would destroy that one: so
            // the exact socket first, and then only the one with its cookie.
            ByteBuffer found = ask(socket, request(SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST, connection, NO_COOKIE));
            if (!isAnswer(found) || found.get(STATE_OFFSET) == TCP_LISTEN) {
                return false;
            }
            ByteBuffer answer =
                    ask(socket, request(SOCK_DESTROY, NLM_F_REQUEST_ACK, connection, found.getLong(COOKIE_OFFSET)));
            return isAnswer(answer);
        }
    }

    private static ByteBuffer ask(NativeSocket socket, byte[] request) throws IOException {
        byte[] kernel = ByteBuffer.allocate(12)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_NETLINK)
                .array();
        socket.send(request, kernel);
        byte[] answer = socket.receive(DEADLINE).orElseThrow(() -> new IOException("sock_diag: no answer"));
        return ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
    }

    /** False when the kernel says that there is no such socket. */
    private static boolean isAnswer(ByteBuffer message) throws LinuxException {
        if (message.getShort(4) != NLMSG_ERROR) {
            return true;
        }
        int errno = -message.getInt(16);
        return switch (errno) {
            case 0 -> true;
            case Errno.ENOENT, Errno.ESTALE -> false;
            case Errno.EOPNOTSUPP ->
                throw new LinuxException("SOCK_DESTROY", errno, "the kernel lacks CONFIG_INET_DIAG_DESTROY");
            default -> throw LinuxException.of("sock_diag", errno);
        };
    }

    /** struct nlmsghdr and struct inet_diag_req_v2. */
    private static byte[] request(short type, short flags, Connection connection, long cookie) {
        InetSocketAddress local = connection.local();
        InetSocketAddress remote = connection.remote();
        ByteBuffer request = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.nativeOrder());
        request.putInt(REQUEST_BYTES).putShort(type).putShort(flags).putLong(0);
        request.put((byte) AF_INET).put((byte) IPPROTO_TCP).putShort((short) 0).putInt(-1);
        request.order(ByteOrder.BIG_ENDIAN).putShort((short) local.getPort()).putShort((short) remote.getPort());
        request.put(local.getAddress().getAddress()).position(request.position() + 12);
        request.put(remote.getAddress().getAddress()).position(request.position() + 12);
        return request.order(ByteOrder.nativeOrder()).putInt(0).putLong(cookie).array();
    }

    /** "6400000A:24CD": the address in this machine's byte order, the port as a number. */
    private static InetSocketAddress parse(String text) throws UnknownHostException {
        byte[] ip = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(Integer.parseUnsignedInt(text, 0, 8, 16))
                .array();
        return new InetSocketAddress(InetAddress.getByAddress(ip), Integer.parseInt(text, 9, text.length(), 16));
    }
}
