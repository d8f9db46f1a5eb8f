package org.mfsha.lab.system;

import java.util.stream.Stream;

/**
 * The TCP sockets of the network namespace a process lives in, read from {@code /proc/PID/net/tcp} (proc_net_tcp in the
 * kernel's documentation): hexadecimal addresses, state 01 = established, 0A = listening.
 */
public record TcpTable(long pid) {
    private static final String ESTABLISHED = "01";
    private static final String LISTENING = "0A";

    /** Whether somebody in the namespace listens on this port. */
    public boolean listens(int port) {
        return sockets().anyMatch(fields -> fields[3].equals(LISTENING) && port(fields[1]) == port);
    }

    /** Whether somebody in the namespace has an established connection to this port of another host. */
    public boolean connectedTo(int port) {
        return sockets().anyMatch(fields -> fields[3].equals(ESTABLISHED) && port(fields[2]) == port);
    }

    private Stream<String[]> sockets() {
        return ProcFs.text(pid, "net/tcp").stream()
                .flatMap(String::lines)
                .skip(1)
                .map(line -> line.strip().split(" +", 5));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
