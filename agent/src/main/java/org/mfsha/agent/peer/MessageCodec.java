package org.mfsha.agent.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.PauseEnded;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Rejection;
import org.mfsha.core.protocol.Message.Release;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Pause;
import org.mfsha.core.protocol.Report;

/** The election's messages as bytes. */
final class MessageCodec {
    private static final int RENEW = 1;
    private static final int GRANT = 2;
    private static final int REFUSAL = 3;
    private static final int PROPOSE = 4;
    private static final int PROMISE = 5;
    private static final int REJECTION = 6;
    private static final int ACCEPT = 7;
    private static final int RELEASE = 8;
    private static final int PAUSED = 9;
    private static final int PAUSE_ENDED = 10;

    private MessageCodec() {}

    static void write(DataOutputStream out, Message message) throws IOException {
        switch (message) {
            case Renew(long epoch, long round, boolean leased, Report report, Pause pause) -> {
                head(out, RENEW, epoch);
                out.writeLong(round);
                out.writeBoolean(leased);
                write(out, report);
                write(out, pause);
            }
            case Grant(long epoch, long round, long acceptedEpoch, Report report, long pauseSerial) -> {
                head(out, GRANT, epoch);
                out.writeLong(round);
                out.writeLong(acceptedEpoch);
                write(out, report);
                out.writeLong(pauseSerial);
            }
            case Refusal(long epoch, long promised) -> {
                head(out, REFUSAL, epoch);
                out.writeLong(promised);
            }
            case Propose(long epoch, boolean rehearsal, Report report) -> {
                head(out, PROPOSE, epoch);
                out.writeBoolean(rehearsal);
                write(out, report);
            }
            case Promise promise -> writePromise(out, promise);
            case Rejection(long epoch, long promised, boolean liveLeader, long retryNanos) -> {
                head(out, REJECTION, epoch);
                out.writeLong(promised);
                out.writeBoolean(liveLeader);
                out.writeLong(retryNanos);
            }
            case Paused(long epoch, long promised, long leftNanos, Report report) -> {
                head(out, PAUSED, epoch);
                out.writeLong(promised);
                out.writeLong(leftNanos);
                write(out, report);
            }
            case PauseEnded(long epoch, long serial) -> {
                head(out, PAUSE_ENDED, epoch);
                out.writeLong(serial);
            }
            case Accept(long epoch, long round, Lineage lineage, Report report) -> {
                head(out, ACCEPT, epoch);
                out.writeLong(round);
                LineageCodec.write(out, lineage);
                write(out, report);
            }
            case Release(Handback handback) -> {
                head(out, RELEASE, handback.epoch());
                write(out, handback);
            }
        }
    }

    static Message read(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        long epoch = in.readLong();
        return switch (kind) {
            case RENEW -> new Renew(epoch, in.readLong(), in.readBoolean(), readReport(in), readPause(in));
            case GRANT -> new Grant(epoch, in.readLong(), in.readLong(), readReport(in), in.readLong());
            case REFUSAL -> new Refusal(epoch, in.readLong());
            case PROPOSE -> new Propose(epoch, in.readBoolean(), readReport(in));
            case PROMISE -> readPromise(in, epoch);
            case REJECTION -> new Rejection(epoch, in.readLong(), in.readBoolean(), in.readLong());
            case ACCEPT -> new Accept(epoch, in.readLong(), LineageCodec.read(in), readReport(in));
            case PAUSED -> new Paused(epoch, in.readLong(), in.readLong(), readReport(in));
            case PAUSE_ENDED -> new PauseEnded(epoch, in.readLong());
            case RELEASE -> new Release(readHandback(in, epoch));
            default -> throw new IOException("election message of unknown kind " + kind);
        };
    }

    private static void head(DataOutputStream out, int kind, long epoch) throws IOException {
        out.writeByte(kind);
        out.writeLong(epoch);
    }

    private static void writePromise(DataOutputStream out, Promise promise) throws IOException {
        head(out, PROMISE, promise.epoch());
        out.writeBoolean(promise.rehearsal());
        out.writeLong(promise.lastGrant().epoch());
        out.writeLong(promise.lastGrant().ageNanos());
        LineageCodec.write(out, promise.accepted());
        out.writeBoolean(promise.handback().isPresent());
        if (promise.handback().isPresent()) {
            out.writeLong(promise.handback().get().epoch());
            write(out, promise.handback().get());
        }
        write(out, promise.report());
        write(out, promise.leaderHad());
    }

    private static Promise readPromise(DataInputStream in, long epoch) throws IOException {
        boolean rehearsal = in.readBoolean();
        var lastGrant = new LastGrant(in.readLong(), in.readLong());
        Lineage accepted = LineageCodec.read(in);
        Optional<Handback> handback =
                in.readBoolean() ? Optional.of(readHandback(in, in.readLong())) : Optional.empty();
        return new Promise(epoch, rehearsal, lastGrant, accepted, handback, readReport(in), readPosition(in));
    }

    private static void write(DataOutputStream out, Pause pause) throws IOException {
        out.writeLong(pause.serial());
        out.writeLong(pause.holdNanos());
        out.writeUTF(pause.note());
    }

    private static Pause readPause(DataInputStream in) throws IOException {
        return new Pause(in.readLong(), in.readLong(), in.readUTF());
    }

    private static void write(DataOutputStream out, Report report) throws IOException {
        write(out, report.position());
        out.writeLong(report.metadataId());
        out.writeBoolean(report.hot());
    }

    private static Report readReport(DataInputStream in) throws IOException {
        return new Report(readPosition(in), in.readLong(), in.readBoolean());
    }

    private static void write(DataOutputStream out, Position position) throws IOException {
        out.writeLong(position.epoch());
        out.writeLong(position.version());
    }

    private static Position readPosition(DataInputStream in) throws IOException {
        return new Position(in.readLong(), in.readLong());
    }

    private static void write(DataOutputStream out, Handback handback) throws IOException {
        out.writeUTF(handback.holder().name());
        write(out, handback.end());
        out.writeUTF(handback.successor().map(NodeId::name).orElse(""));
        out.writeBoolean(handback.planned());
    }

    private static Handback readHandback(DataInputStream in, long epoch) throws IOException {
        return new Handback(
                epoch,
                new NodeId(in.readUTF()),
                readPosition(in),
                Optional.of(in.readUTF()).filter(name -> !name.isEmpty()).map(NodeId::new),
                in.readBoolean());
    }
}
