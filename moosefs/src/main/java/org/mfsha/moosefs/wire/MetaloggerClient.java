package org.mfsha.moosefs.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A metalogger connection: every change of the metadata as the master makes it.
 *
 * <p>One thread registers and then calls {@link #next} again and again (NOPs are sent and judged
 * there, so never stay away for a third of the timeout); {@link #barrier} and {@link #close} may
 * come from any thread. The master resumes silently too late when it no longer has the wanted
 * changes: the caller must check that versions follow each other (matomlserv.c,
 * matomlserv_register).
 */
public final class MetaloggerClient implements AutoCloseable {
    /** MATOAN_MAXPACKETSIZE (MFSCommunication.h); a change line has at most 200,000 bytes. */
    static final int MAX_PAYLOAD_BYTES = 1_500_000;

    private static final int CHANGE_MARK = 0xFF;
    private static final int ROTATE_MARK = 0x55;

    private final PacketChannel channel;
    private final MetaloggerOptions options;
    private final AtomicInteger nextBarrier = new AtomicInteger(1);
    private Backlog backlog = Backlog.none();
    private long lastNopNanos = System.nanoTime();

    private MetaloggerClient(PacketChannel channel, MetaloggerOptions options) {
        this.channel = channel;
        this.options = options;
    }

    /** Connects to the master's metalogger port (9419); nothing is sent yet. */
    public static MetaloggerClient connect(InetSocketAddress master, MetaloggerOptions options) throws IOException {
        return new MetaloggerClient(
                PacketChannel.connect(master, options.connectTimeout(), MAX_PAYLOAD_BYTES), options);
    }

    /** Asks for every change from now on. */
    public void registerFresh() throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(7)
                .put((byte) 1)
                .putInt(options.version().toWire())
                .putShort((short) options.timeoutSeconds());
        channel.send(new Packet(Packet.REGISTER, payload.array()));
    }

    /**
     * Asks for every change from {@code fromVersion} on. The master keeps old changes for
     * CHANGELOG_PRESERVE_SECONDS (1800); when {@code fromVersion} is older, it just sends new ones.
     */
    public void registerResume(long fromVersion) throws IOException {
        if (fromVersion < 1) {
            throw new IllegalArgumentException("no version: " + fromVersion);
        }
        ByteBuffer payload = ByteBuffer.allocate(15)
                .put((byte) 2)
                .putInt(options.version().toWire())
                .putShort((short) options.timeoutSeconds())
                .putLong(fromVersion);
        backlog = Backlog.unknown();
        channel.send(new Packet(Packet.REGISTER, payload.array()));
        sendProbe(Backlog.PROBE_ID);
    }

    /**
     * Asks the master for a sign in the stream: {@link MetaloggerEvent.Barrier} with the returned id
     * comes from {@link #next} after every change that the master made before it read this request.
     *
     * <p>It is ANTOAN_GET_VERSION: its answer is put at the end of the same queue as the changes
     * (matomlserv.c, matomlserv_createpacket). Right after a resume the master may hold back part of
     * the old changes (groups of 10,000); the barrier is then asked for again until they have come.
     */
    public long barrier() throws IOException {
        int id = nextBarrier.getAndUpdate(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
        sendProbe(id);
        return id;
    }

    /**
     * Waits for the next event.
     *
     * @return empty when {@code timeout} passed without one
     * @throws SocketTimeoutException when the master was silent for the agreed timeout
     * @throws ProtocolException when the master sent something that does not fit
     */
    public Optional<MetaloggerEvent> next(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long waitNanos = Math.min(Math.max(0, deadline - System.nanoTime()), keepAlive());
            Optional<Packet> packet = channel.receive(Duration.ofNanos(waitNanos));
            if (packet.isPresent()) {
                Optional<MetaloggerEvent> event = decode(packet.get());
                if (event.isPresent()) {
                    return event;
                }
                continue;
            }
            judgeSilence(); // only after looking: we may have been the one who slept
            if (System.nanoTime() - deadline >= 0) {
                return Optional.empty();
            }
        }
    }

    /** Who is at the other end, for messages. */
    public String peer() {
        return channel.peer();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Sends a NOP when one is due and says how many nanoseconds may pass until the next look. */
    private long keepAlive() throws IOException {
        long nopNanos = timeoutNanos() / 3;
        long ageNanos = System.nanoTime() - lastNopNanos;
        if (ageNanos >= nopNanos) {
            channel.send(Packet.empty(Packet.NOP));
            lastNopNanos = System.nanoTime();
            ageNanos = 0;
        }
        long untilSilentNanos = Math.max(0, timeoutNanos() - channel.silentNanos());
        return Math.min(nopNanos - ageNanos, untilSilentNanos);
    }

    private void judgeSilence() throws IOException {
        if (channel.silentNanos() >= timeoutNanos()) {
            throw new SocketTimeoutException(
                    "master " + channel.peer() + " was silent for " + options.timeoutSeconds() + " s");
        }
    }

    private long timeoutNanos() {
        return TimeUnit.SECONDS.toNanos(options.timeoutSeconds());
    }

    private Optional<MetaloggerEvent> decode(Packet packet) throws IOException {
        return switch (packet.type()) {
            case Packet.NOP -> Optional.empty();
            case Packet.METACHANGES_LOG -> Optional.of(change(packet));
            case Packet.VERSION -> version(packet);
            default -> throw new ProtocolException("unexpected " + packet + " from metalogger port " + channel.peer());
        };
    }

    private MetaloggerEvent change(Packet packet) throws ProtocolException {
        String where = "change from " + channel.peer();
        PayloadReader reader = new PayloadReader(where, packet);
        int mark = reader.u8();
        if (mark == ROTATE_MARK) {
            reader.end();
            return new MetaloggerEvent.Rotate();
        }
        if (mark != CHANGE_MARK) {
            throw new ProtocolException(where + ": unknown mark " + mark);
        }
        long version = reader.positive64("version");
        backlog = backlog.plusChange();
        return new MetaloggerEvent.Change(version, text(where + " " + version, packet.payload()));
    }

    /** The text after mark and version: ends with the only NUL, and holds no line end. */
    private static String text(String where, byte[] payload) throws ProtocolException {
        int last = payload.length - 1;
        if (last < 9 || payload[last] != 0) {
            throw new ProtocolException(where + ": text does not end with NUL");
        }
        for (int i = 9; i < last; i++) {
            if (payload[i] == 0 || payload[i] == '\n' || payload[i] == '\r') {
                throw new ProtocolException(where + ": control character at offset " + (i - 9) + " of the text");
            }
        }
        return new String(payload, 9, last - 9, StandardCharsets.ISO_8859_1);
    }

    private Optional<MetaloggerEvent> version(Packet packet) throws IOException {
        PayloadReader reader = new PayloadReader("version from " + channel.peer(), packet);
        int id = reader.i32();
        if (id == Backlog.PROBE_ID) {
            backlog = backlog.probed();
        }
        if (backlog.isOver()) {
            return id == Backlog.PROBE_ID ? Optional.empty() : Optional.of(new MetaloggerEvent.Barrier(id));
        }
        sendProbe(id); // changes may still be held back: ask again behind them
        return Optional.empty();
    }

    private void sendProbe(int id) throws IOException {
        byte[] payload = ByteBuffer.allocate(4).putInt(id).array();
        channel.send(new Packet(Packet.GET_VERSION, payload));
    }

    /**
     * After a resume the master sends old changes in groups of 10,000 and joins the live stream after
     * the first group that is smaller (matomlserv.c: OLD_CHANGES_GROUP_COUNT, DELAYED). An answer
     * never splits a group. So the backlog is over when the changes since the previous answer are not
     * whole groups, or when two exchanges in a row brought nothing.
     */
    private record Backlog(boolean isOver, long changes, int emptyExchanges) {
        static final int PROBE_ID = 0;
        private static final int GROUP = 10_000;

        static Backlog none() {
            return new Backlog(true, 0, 0);
        }

        static Backlog unknown() {
            return new Backlog(false, 0, 0);
        }

        Backlog plusChange() {
            return isOver ? this : new Backlog(false, changes + 1, emptyExchanges);
        }

        Backlog probed() {
            if (isOver || changes % GROUP != 0) {
                return none();
            }
            int empty = changes == 0 ? emptyExchanges + 1 : 0;
            return new Backlog(empty >= 2, 0, empty);
        }
    }
}
