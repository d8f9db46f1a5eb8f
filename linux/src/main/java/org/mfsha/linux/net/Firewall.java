package org.mfsha.linux.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Packets between the shared address and the MooseFS ports that are kept back, in an nftables table of
 * its own, {@code inet mfsha}. A mount on this host is a client like any other, but needs no {@link Rule#QUIET_DEATH}.
 * Needs CAP_NET_ADMIN. One thread at a time.
 */
public final class Firewall implements AutoCloseable {
    /** What can be kept back; any set of these is one state. */
    public enum Rule {
        /**
         * The kernel's good-byes of a dying mfsmaster (FIN, or RST with ACK) do not leave: clients must not
         * learn of the death before a new leader resets them. A plain RST, the answer to a tickled ACK, does,
         * except to the peers named by {@link #keepQuietTo}: they are connected here, and if their master dies a
         * plain RST would be the kernel's answer to whatever they were just sending.
         */
        QUIET_DEATH,
        /**
         * Requests for chunks do not arrive (segments that begin with CLTOMA_FUSE_READ_CHUNK, 432, or
         * CLTOMA_FUSE_WRITE_CHUNK, 434; MFSCommunication.h 3.0.117), and their senders are remembered. And answers to
         * look-ups do not say any more that the file's first chunk is nowhere, see {@link LookupAnswers}.
         */
        HOLD_CHUNK_REQUESTS,
        /**
         * Requests that make files share chunks do not arrive (segments that begin with CLTOMA_FUSE_SNAPSHOT, 468, or
         * CLTOMA_FUSE_APPEND_SLICE, 438), and their senders are remembered.
         */
        HOLD_SNAPSHOTS,
        /** Nothing arrives at the three ports. */
        HOLD_ALL_INCOMING
    }

    private static final Pattern ELEMENT = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+) \\. (\\d+)");
    private static final String PORTS = "{ 9419, 9420, 9421 }";

    private final String shared;

    private Firewall(Inet4Address shared) {
        this.shared = shared.getHostAddress();
    }

    /** Makes an empty table for the shared address; one that a dead agent left is replaced. */
    public static Firewall open(Inet4Address shared) throws IOException {
        Firewall firewall = new Firewall(shared);
        Nft.apply("add table inet mfsha\ndelete table inet mfsha\n" + firewall.table(EnumSet.noneOf(Rule.class)));
        return firewall;
    }

    /** Replaces the state by exactly these rules, atomically. Connections remembered stay so for 60 s. */
    public void apply(Set<Rule> rules) throws IOException {
        Nft.apply(table(rules));
    }

    /** Names the peers that are connected to this host's master now; replaces those named before. */
    public void keepQuietTo(Set<InetSocketAddress> peers) throws IOException {
        StringBuilder text = new StringBuilder("flush set inet mfsha connected\n");
        if (!peers.isEmpty()) {
            text.append(peers.stream()
                    .map(peer -> peer.getAddress().getHostAddress() + " . " + peer.getPort())
                    .collect(Collectors.joining(", ", "add element inet mfsha connected { ", " }\n")));
        }
        Nft.apply(text.toString());
    }

    /** The peers whose requests for chunks were dropped in the last 60 s. */
    public Set<InetSocketAddress> heldConnections() throws IOException {
        Set<InetSocketAddress> peers = new HashSet<>();
        var elements = ELEMENT.matcher(Nft.list("set", "inet", "mfsha", "held"));
        while (elements.find()) {
            peers.add(new InetSocketAddress(
                    InetAddress.getByName(elements.group(1)), Integer.parseInt(elements.group(2))));
        }
        return Set.copyOf(peers);
    }

    /** Deletes the table. */
    @Override
    public void close() throws IOException {
        Nft.apply("add table inet mfsha\ndelete table inet mfsha\n");
    }

    private String table(Set<Rule> rules) {
        StringBuilder text = new StringBuilder("""
                add table inet mfsha
                add set inet mfsha held { type ipv4_addr . inet_service; flags dynamic, timeout; timeout 60s; size 65535; }
                add set inet mfsha connected { type ipv4_addr . inet_service; size 65535; }
                add chain inet mfsha out { type filter hook output priority 0; policy accept; }
                add chain inet mfsha in { type filter hook input priority 0; policy accept; }
                add chain inet mfsha lookups
                flush chain inet mfsha out
                flush chain inet mfsha in
                flush chain inet mfsha lookups
                """);
        if (rules.contains(Rule.HOLD_ALL_INCOMING)) {
            hold(text);
        }
        if (rules.contains(Rule.HOLD_CHUNK_REQUESTS)) {
            hold(text, List.of(432, 434));
            text.append("add rule inet mfsha out ip saddr ").append(shared).append(" tcp sport 9421 jump lookups\n");
            LookupAnswers.withoutChunks("add rule inet mfsha lookups ").forEach(text::append);
        }
        if (rules.contains(Rule.HOLD_SNAPSHOTS)) {
            hold(text, List.of(468, 438));
        }
        text.append("add rule inet mfsha out oifname lo accept\n");
        if (rules.contains(Rule.QUIET_DEATH)) {
            // The connections that were held are to be reset by SOCK_DESTROY, with RST and ACK.
            text.append("add rule inet mfsha out ip saddr ")
                    .append(shared)
                    .append(" ip daddr . tcp dport @held accept\n");
            out(text, "fin == fin");
            out(text, "(rst | ack) == (rst | ack)");
            out(text, "rst == rst ip daddr . tcp dport @connected");
        }
        return text.toString();
    }

    private void hold(StringBuilder text) {
        text.append("add rule inet mfsha in ip daddr ")
                .append(shared)
                .append(" tcp dport ")
                .append(PORTS)
                .append(" drop\n");
    }

    /** Whoever sends one of these is remembered. */
    private void hold(StringBuilder text, List<Integer> requests) {
        text.append("add rule inet mfsha in ip daddr ")
                .append(shared)
                .append(" tcp dport 9421 @ih,0,32 ")
                .append(requests.stream().map(Object::toString).collect(Collectors.joining(", ", "{ ", " }")))
                .append(" update @held { ip saddr . tcp sport } drop\n");
    }

    private void out(StringBuilder text, String flags) {
        text.append("add rule inet mfsha out ip saddr ")
                .append(shared)
                .append(" tcp sport ")
                .append(PORTS);
        text.append(" tcp flags & ").append(flags).append(" drop\n");
    }
}
