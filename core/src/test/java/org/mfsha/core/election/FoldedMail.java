package org.mfsha.core.election;

import org.mfsha.core.election.Mind.Setting;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.Paused;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Report;

/** Tells a node's actions without what differs only by when, or what nobody reads. */
final class FoldedMail {
    private final Setting setting;
    private final long now;
    private final long epoch;
    private final long round;

    /**
     * @param state the sender, not folded yet
     * @param now the time of the sender
     */
    FoldedMail(Setting setting, NodeState state, long now) {
        this.setting = setting;
        this.now = now;
        this.epoch = state.leadership.map(Leadership::epoch).orElse(-1L);
        this.round = Folding.round(state).orElse(0L);
    }

    Action fold(Action action) {
        return switch (action) {
            case Action.Send(var to, var message) -> new Action.Send(to, fold(message));
            case Action.StartServing(var lineage, long until) -> new Action.StartServing(lineage, until - now);
            case Action.ExtendLease(long until) -> new Action.ExtendLease(until - now);
            case Action.Resume(long until) -> new Action.Resume(until - now);
            case Action.ShortenLease(long of, long serial, long until) ->
                new Action.ShortenLease(of, serial, until - now);
            default -> action;
        };
    }

    private Message fold(Message message) {
        return switch (message) {
            // What a leader has matters only while it serves nobody.
            case Renew(long of, long number, boolean leased, var report, var pause) ->
                new Renew(of, relative(of, number), leased, leased ? Report.EMPTY : report, pause);
            case Accept(long of, long number, var lineage, var _) ->
                new Accept(of, relative(of, number), lineage, Report.EMPTY);
            case Grant(long of, long number, long accepted, var report, long pause) ->
                new Grant(of, number, accepted, setting.keepsPeers() ? report : Report.EMPTY, pause);
            case Promise(long of, boolean rehearsal, var grant, var accepted, var handback, var report, var _) ->
                new Promise(
                        of,
                        rehearsal,
                        rehearsal
                                ? new LastGrant(0, 0)
                                : new LastGrant(
                                        grant.epoch(), Math.min(grant.ageNanos(), Folding.fence(setting.timing()))),
                        accepted,
                        handback,
                        report,
                        Position.NONE);
            case Paused(long of, long promised, long left, var report) ->
                new Paused(of, promised, Math.min(left, setting.timing().detectionNanos()), report);
            default -> message;
        };
    }

    private long relative(long of, long number) {
        return of == epoch ? number - round : number;
    }
}
