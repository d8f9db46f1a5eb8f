package org.mfsha.core.search;

import java.util.stream.Collectors;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Flaw;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Pause;

/** Says shortly what happens. Times are units of {@link Flaw#ONE_UNIT}. */
final class Words {
    private Words() {}

    static String of(Event event) {
        return switch (event) {
            case Event.Tick _ -> "its clock wakes it";
            case Event.Received(NodeId from, Message message) -> "hears from " + from + ": " + of(message);
            case Event.SelfReported(var report) ->
                "its data reaches to " + report.position() + (report.hot() ? ", hot" : "");
            default -> event.toString();
        };
    }

    static String of(Message message) {
        return switch (message) {
            case Message.Renew(long epoch, long round, var _, var _, var pause) ->
                "renew " + epoch + " (" + round + ")" + of(pause);
            case Message.Grant(long epoch, long round, var _, var _, long pause) ->
                "grant " + epoch + " (" + round + ")" + (pause > 0 ? ", pause " + pause + " written" : "");
            case Message.Refusal(long epoch, long promised) -> "refusal of " + epoch + ", promised " + promised;
            case Message.Propose(long epoch, boolean rehearsal, var report) ->
                "propose " + epoch + (rehearsal ? " (rehearsal)" : "") + " with " + report.position();
            case Message.Promise(long epoch, boolean rehearsal, var grant, var _, var _, var report, var _) ->
                "promise " + epoch
                        + (rehearsal ? " (rehearsal)" : ", granted " + grant.ageNanos() / Flaw.ONE_UNIT + " ago")
                        + " with " + report.position();
            case Message.Rejection(long epoch, long promised, boolean live, long _) ->
                "rejection of " + epoch + (live ? ", hears a leader" : ", promised " + promised);
            case Message.Paused(long epoch, long promised, long left, var _) ->
                "no to " + epoch + ", holds still for " + promised + ", " + left / Flaw.ONE_UNIT + " more";
            case Message.PauseEnded(long epoch, long serial) -> "pause of " + epoch + " is over (" + serial + ")";
            case Message.Accept(long epoch, long round, var _, var _) -> "accept " + epoch + " (" + round + ")";
            case Message.Release(var handback) -> "release of " + handback.epoch() + " at " + handback.end();
        };
    }

    static String of(Action action) {
        return switch (action) {
            case Action.StartServing(Lineage lineage, long until) ->
                "serves epoch " + lineage.epoch() + " for " + until / Flaw.ONE_UNIT;
            case Action.ExtendLease(long until) -> "serves on for " + until / Flaw.ONE_UNIT;
            case Action.ShortenLease(long _, long _, long until) ->
                "takes back its lease, for " + until / Flaw.ONE_UNIT;
            case Action.Resume(long until) -> "serves again for " + until / Flaw.ONE_UNIT;
            case Action.StopServing(long epoch, String why) -> "ends its service of epoch " + epoch + ": " + why;
            case Action.Follow(NodeId leader, Lineage lineage) -> "follows " + leader + " in epoch " + lineage.epoch();
            case Action.FetchTail(NodeId from, var upTo) -> "fetches from " + from + " up to " + upTo;
            default -> action.toString();
        };
    }

    static String of(Ballot ballot) {
        return "promised " + ballot.promised() + ", accepted "
                + ballot.accepted().records().stream().map(Words::of).collect(Collectors.joining(", ", "[", "]"))
                + of(ballot.pause());
    }

    private static String of(Pause pause) {
        return pause.serial() == 0
                ? ""
                : ", pause " + pause.serial() + " for " + (double) pause.holdNanos() / Flaw.ONE_UNIT;
    }

    private static String of(EpochRecord record) {
        return record.epoch() + " of " + record.leader();
    }
}
