package org.mfsha.agent.peer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mfsha.agent.peer.PeerMessage.Connections;
import org.mfsha.agent.peer.PeerMessage.Decision;
import org.mfsha.agent.peer.PeerMessage.Gossip;
import org.mfsha.agent.peer.PeerMessage.PauseNews;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.history.Position;

/**
 * Turns messages into bytes and back. Every agent of a cluster must speak the same version; a datagram that does not
 * parse is refused whole.
 */
public final class PeerCodec {
    private static final int VERSION = 4;
    private static final int DECISION = 1;
    private static final int GOSSIP = 2;
    private static final int CONNECTIONS = 3;
    private static final int PAUSE = 4;
    private static final int IPV4_BYTES = 4;
    /** Longest reason, in bytes as written; with the longest takeover a message still fits into a datagram. */
    private static final int MAX_REASON_BYTES = 225;
    /** Longest takeover, in bytes as written. */
    private static final int MAX_TAKEOVER_BYTES = 800;

    private PeerCodec() {}

    /** The bytes of a message. */
    public static byte[] encode(PeerMessage message) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            switch (message) {
                case Decision(long rules, var decision) -> {
                    out.writeByte(DECISION);
                    out.writeLong(rules);
                    MessageCodec.write(out, decision);
                }
                case Gossip(long rules, NodeStatus status) -> {
                    out.writeByte(GOSSIP);
                    out.writeLong(rules);
                    writeStatus(out, status);
                }
                case PauseNews(long rules, PauseNotice notice) -> {
                    out.writeByte(PAUSE);
                    out.writeLong(rules);
                    writeNotice(out, notice);
                }
                case Connections connections -> {
                    out.writeByte(CONNECTIONS);
                    writeConnections(out, connections);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * The message in some bytes.
     *
     * @throws IOException saying what does not fit
     */
    public static PeerMessage decode(byte[] bytes) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new IOException("message of version " + version + ", this agent speaks " + VERSION
                        + ": run the same mfsha on every node");
            }
            int kind = in.readUnsignedByte();
            PeerMessage message = switch (kind) {
                case DECISION -> new Decision(in.readLong(), MessageCodec.read(in));
                case GOSSIP -> new Gossip(in.readLong(), readStatus(in));
                case CONNECTIONS -> readConnections(in);
                case PAUSE -> new PauseNews(in.readLong(), readNotice(in));
                default -> throw new IOException("message of unknown kind " + kind);
            };
            if (in.read() >= 0) {
                throw new IOException("message of kind " + kind + " is longer than it should be");
            }
            return message;
        } catch (IllegalArgumentException e) {
            throw new IOException("message with impossible content: " + e.getMessage(), e);
        }
    }

    private static void writeStatus(DataOutputStream out, NodeStatus status) throws IOException {
        out.writeUTF(status.role());
        out.writeLong(status.epoch());
        out.writeLong(status.position().epoch());
        out.writeLong(status.position().version());
        out.writeLong(status.metadataId());
        out.writeBoolean(status.blank());
        out.writeBoolean(status.hot());
        out.writeUTF(shortened(status.whyNotHot()));
        out.writeBoolean(status.holdsAddress());
        out.writeUTF(status.hardwareAddress());
        out.writeUTF(status.masterVersion());
        out.writeLong(status.wallMillis());
        out.writeLong(status.leaseMillis());
        // Half a line of JSON says nothing.
        out.writeUTF(status.takeover()
                .filter(json -> fitting(json, MAX_TAKEOVER_BYTES) == json.length())
                .orElse(""));
    }

    private static void writeNotice(DataOutputStream out, PauseNotice notice) throws IOException {
        out.writeByte(code(notice.phase()));
        out.writeUTF(notice.leader().name());
        out.writeLong(notice.leftMillis());
        out.writeUTF(notice.note());
        out.writeBoolean(notice.renewed());
        out.writeUTF(shortened(notice.trouble()));
    }

    private static PauseNotice readNotice(DataInputStream in) throws IOException {
        return new PauseNotice(
                phase(in.readUnsignedByte()),
                new NodeId(in.readUTF()),
                in.readLong(),
                in.readUTF(),
                in.readBoolean(),
                in.readUTF());
    }

    private static int code(PauseView.Phase phase) {
        return switch (phase) {
            case ASKING -> 1;
            case PAUSED -> 2;
            case ENDING -> 3;
            case HOLDING -> 4;
        };
    }

    private static PauseView.Phase phase(int code) throws IOException {
        return switch (code) {
            case 1 -> PauseView.Phase.ASKING;
            case 2 -> PauseView.Phase.PAUSED;
            case 3 -> PauseView.Phase.ENDING;
            case 4 -> PauseView.Phase.HOLDING;
            default -> throw new IOException("pause of unknown phase " + code);
        };
    }

    private static String shortened(String text) {
        return text.substring(0, fitting(text, MAX_REASON_BYTES));
    }

    /** How many characters from the start on take at most so many bytes in {@link DataOutputStream#writeUTF}. */
    private static int fitting(String text, int maxBytes) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c >= 1 && c <= 0x7f ? 1 : c <= 0x7ff ? 2 : 3;
            if (bytes > maxBytes) {
                return i;
            }
        }
        return text.length();
    }

    private static NodeStatus readStatus(DataInputStream in) throws IOException {
        return new NodeStatus(
                in.readUTF(),
                in.readLong(),
                new Position(in.readLong(), in.readLong()),
                in.readLong(),
                in.readBoolean(),
                in.readBoolean(),
                in.readUTF(),
                in.readBoolean(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                Optional.of(in.readUTF()).filter(json -> !json.isEmpty()));
    }

    private static void writeConnections(DataOutputStream out, Connections connections) throws IOException {
        out.writeLong(connections.batch());
        out.writeShort(connections.part());
        out.writeShort(connections.parts());
        out.writeShort(connections.connections().size());
        for (ClientConnection connection : connections.connections()) {
            out.write(connection.client().getAddress().getAddress());
            out.writeShort(connection.client().getPort());
            out.writeShort(connection.port());
        }
    }

    private static Connections readConnections(DataInputStream in) throws IOException {
        long batch = in.readLong();
        int part = in.readUnsignedShort();
        int parts = in.readUnsignedShort();
        int count = in.readUnsignedShort();
        List<ClientConnection> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var address = (Inet4Address) InetAddress.getByAddress(in.readNBytes(IPV4_BYTES));
            connections.add(new ClientConnection(
                    new InetSocketAddress(address, in.readUnsignedShort()), in.readUnsignedShort()));
        }
        return new Connections(batch, part, parts, connections);
    }
}
