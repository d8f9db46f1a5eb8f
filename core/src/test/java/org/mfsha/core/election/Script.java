package org.mfsha.core.election;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Report;

/** One coordinator, told line by line what happens to it. Candidates a and b, witness w; times in milliseconds. */
final class Script {
    static final NodeId A = new NodeId("a");
    static final NodeId B = new NodeId("b");
    static final NodeId W = new NodeId("w");
    static final Timing TIMING = Timing.lan();
    private static final long MILLI = 1_000_000L;

    final Coordinator node;
    private long now = 1_000 * MILLI;
    private List<Action> actions = List.of();

    Script(NodeId self, Ballot ballot) {
        node = new Coordinator(new Membership(self, List.of(A, B), List.of(W)), TIMING, ballot, now);
    }

    static Lineage lineage(EpochRecord... records) {
        return new Lineage(List.of(records));
    }

    static EpochRecord record(long epoch, NodeId leader, long first) {
        return new EpochRecord(epoch, leader, first, EpochRecord.Reason.LEASE_LOST);
    }

    static Report hot(long epoch, long version) {
        return new Report(new Position(epoch, version), 42, true);
    }

    static Report cold(long epoch, long version) {
        return new Report(new Position(epoch, version), 42, false);
    }

    /** Time passes, without a tick. */
    Script after(long millis) {
        now += millis * MILLI;
        return this;
    }

    /** Time passes in ticks at the node's own deadlines; every action on the way is kept. */
    Script waits(long millis) {
        long end = now + millis * MILLI;
        var all = new ArrayList<Action>();
        while (node.nextDeadline(now).orElse(Long.MAX_VALUE) <= end) {
            now = Math.max(now + 1, node.nextDeadline(now).getAsLong());
            all.addAll(node.handle(new Event.Tick(), now));
        }
        now = Math.max(now, end);
        actions = List.copyOf(all);
        return this;
    }

    Script on(Event event) {
        actions = node.handle(event, now);
        return this;
    }

    Script hears(NodeId from, Message message) {
        return on(new Event.Received(from, message));
    }

    Script promisedBy(
            NodeId voter,
            long epoch,
            boolean rehearsal,
            long grantedEpoch,
            long ageMillis,
            Lineage accepted,
            Report report) {
        return hears(
                voter,
                new Message.Promise(
                        epoch,
                        rehearsal,
                        new LastGrant(grantedEpoch, ageMillis * MILLI),
                        accepted,
                        Optional.empty(),
                        report));
    }

    Coordinator.View view() {
        return node.view(now);
    }

    List<Action> actions() {
        return actions;
    }

    <T extends Action> Stream<T> all(Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast);
    }

    <T extends Action> boolean did(Class<T> kind) {
        return all(kind).findAny().isPresent();
    }

    <T extends Message> List<T> sent(Class<T> kind) {
        return all(Action.Send.class)
                .map(Action.Send::message)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** a, once elected by a first start, serves epoch 1 from version 101. */
    static Script servingA() {
        Script a = new Script(A, Ballot.BLANK).on(new Event.SelfReported(hot(0, 101)));
        a.waits(600);
        for (boolean rehearsal : new boolean[] {true, false}) {
            a.promisedBy(B, 1, rehearsal, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
            a.promisedBy(W, 1, rehearsal, 0, 10_000, Lineage.EMPTY, Report.EMPTY);
        }
        a.hears(W, new Message.Grant(1, 1, 1, Report.EMPTY));
        return a.on(new Event.MasterListening(1));
    }

    /** b follows a in epoch 1 and has everything up to version 200. */
    static Script followingB() {
        Lineage first = lineage(record(1, A, 101));
        return new Script(B, new Ballot(1, first))
                .on(new Event.SelfReported(hot(1, 200)))
                .hears(A, new Message.Renew(1, 1, cold(1, 200)));
    }
}
