package org.mfsha.agent.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;

/** Messages of every kind with random content; the same seed gives the same messages. */
final class RandomPeerMessages {
    private static final String NAME_CHARS = "abcxyzABCXYZ019.-_";

    private final Random random;

    RandomPeerMessages(long seed) {
        this.random = new Random(seed);
    }

    /** One message of every kind. */
    List<PeerMessage> oneOfEach() {
        List<PeerMessage> all = new ArrayList<>();
        decisions().forEach(message -> all.add(new PeerMessage.Decision(anyLong(), message)));
        all.add(gossip());
        all.add(connections());
        all.add(pauseNews());
        return all;
    }

    List<Message> decisions() {
        return List.of(
                new Message.Renew(anyLong(), anyLong(), random.nextBoolean(), report(), pause()),
                new Message.Grant(anyLong(), anyLong(), anyLong(), report(), anyLong()),
                new Message.Refusal(anyLong(), anyLong()),
                new Message.Propose(anyLong(), random.nextBoolean(), report()),
                new Message.Promise(
                        anyLong(),
                        random.nextBoolean(),
                        new LastGrant(anyLong(), anyLong()),
                        lineage(),
                        maybe(this::handback),
                        report(),
                        position()),
                new Message.Rejection(anyLong(), anyLong(), random.nextBoolean(), anyLong()),
                new Message.Paused(anyLong(), anyLong(), anyLong(), report()),
                new Message.PauseEnded(anyLong(), anyLong()),
                new Message.Accept(anyLong(), anyLong(), lineage(), report()),
                new Message.Release(handback()));
    }

    Lineage lineage() {
        List<EpochRecord> records = new ArrayList<>();
        long epoch = 0;
        for (int i = random.nextInt(17); i > 0; i--) {
            epoch += 1 + random.nextInt(1000);
            EpochRecord.Reason[] reasons = EpochRecord.Reason.values();
            long first = random.nextInt(4) == 0 ? EpochRecord.SAME_LOG : natural();
            records.add(new EpochRecord(epoch, node(), first, reasons[random.nextInt(reasons.length)]));
        }
        return new Lineage(records);
    }

    private PeerMessage gossip() {
        return new PeerMessage.Gossip(
                anyLong(),
                new NodeStatus(
                        text(10),
                        anyLong(),
                        position(),
                        anyLong(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        text(70),
                        random.nextBoolean(),
                        text(17),
                        text(20),
                        anyLong(),
                        anyLong(),
                        maybe(() -> "{" + text(200))));
    }

    private PeerMessage pauseNews() {
        PauseView.Phase[] phases = PauseView.Phase.values();
        return new PeerMessage.PauseNews(
                anyLong(),
                new PauseNotice(
                        phases[random.nextInt(phases.length)],
                        node(),
                        anyLong(),
                        note(),
                        random.nextBoolean(),
                        text(70)));
    }

    private Pause pause() {
        return new Pause(natural(), natural() % Pause.LONGEST_NANOS, note());
    }

    /** A line that may be a note. */
    private String note() {
        return text(Pause.NOTE_LIMIT)
                .chars()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private PeerMessage connections() {
        int parts = 1 + random.nextInt(0xffff);
        List<ClientConnection> connections = IntStream.range(0, random.nextInt(101))
                .mapToObj(_ -> connection())
                .toList();
        return new PeerMessage.Connections(anyLong(), random.nextInt(parts), parts, connections);
    }

    private ClientConnection connection() {
        byte[] address = new byte[4];
        random.nextBytes(address);
        try {
            return new ClientConnection(
                    new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(0x10000)),
                    random.nextInt(0x10000));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Handback handback() {
        return new Handback(anyLong(), node(), position(), maybe(this::node), random.nextBoolean());
    }

    private Report report() {
        return new Report(position(), anyLong(), random.nextBoolean());
    }

    private Position position() {
        return new Position(natural(), natural());
    }

    private NodeId node() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(32); i >= 0; i--) {
            name.append(NAME_CHARS.charAt(random.nextInt(NAME_CHARS.length())));
        }
        return new NodeId(name.toString());
    }

    /** Any characters, those of two and three bytes and the zero included. */
    private String text(int maxChars) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxChars + 1); i > 0; i--) {
            text.append((char) random.nextInt(0xd800));
        }
        return text.toString();
    }

    private <T> Optional<T> maybe(Supplier<T> source) {
        return random.nextBoolean() ? Optional.of(source.get()) : Optional.empty();
    }

    private long natural() {
        return random.nextLong() & Long.MAX_VALUE;
    }

    private long anyLong() {
        return random.nextLong();
    }
}
