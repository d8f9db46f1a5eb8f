package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Propose;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Rejection;
import org.mfsha.core.protocol.Message.Renew;

/** How a node votes. Every node is a voter, whatever else it is. */
final class VoterRules {
    private VoterRules() {}

    static void onRenew(Turn turn, NodeId from, Renew renew) {
        NodeState state = turn.state;
        turn.seen(renew.epoch());
        if (state.isHandedBack(renew.epoch())) {
            return; // Sent before the leader handed back: it means nothing any more.
        }
        if (state.ballot.promised() != renew.epoch()) {
            turn.send(from, new Refusal(renew.epoch(), state.ballot.promised()));
            return;
        }
        long accepted = state.ballot.accepted().epoch();
        if (accepted == renew.epoch() && !isLeaderOfAccepted(state, from)) {
            return; // Two leaders of one epoch cannot be: somebody is confused, and gets nothing.
        }
        grant(turn, renew.epoch());
        remember(turn, renew.report().position());
        if (accepted == renew.epoch()) { // Who does not know the leader for sure holds still for nobody.
            HoldRules.hear(turn, renew.pause());
        }
        state.bid = state.bid.filter(bid -> bid.epoch() > renew.epoch());
        LeaderRules.deposeBy(turn, renew.epoch(), from);
        if (!FollowerRules.asksInVain(turn, renew)) {
            FollowerRules.hear(turn, from, renew.epoch());
        }
        turn.send(
                from,
                new Grant(
                        renew.epoch(),
                        renew.round(),
                        accepted,
                        state.self,
                        state.ballot.pause().serial()));
    }

    static void onAccept(Turn turn, NodeId from, Accept accept) {
        NodeState state = turn.state;
        turn.seen(accept.epoch());
        boolean honest = accept.lineage()
                .last()
                .filter(record ->
                        record.epoch() == accept.epoch() && record.leader().equals(from))
                .isPresent();
        if (!honest || state.isHandedBack(accept.epoch())) {
            return;
        }
        if (state.ballot.promised() > accept.epoch()) {
            turn.send(from, new Refusal(accept.epoch(), state.ballot.promised()));
            return;
        }
        if (state.ballot.accepted().epoch() == accept.epoch() && !isLeaderOfAccepted(state, from)) {
            return;
        }
        boolean news = state.ballot.accepted().epoch() != accept.epoch();
        turn.persist(accept.epoch(), accept.lineage());
        grant(turn, accept.epoch());
        if (news) {
            begin(turn, accept.report().position());
        } else {
            remember(turn, accept.report().position());
        }
        LeaderRules.deposeBy(turn, accept.epoch(), from);
        state.bid = Optional.empty();
        if (news) {
            FollowerRules.accept(turn, from, accept.lineage());
        } else {
            FollowerRules.hear(turn, from, accept.epoch());
        }
        turn.send(
                from,
                new Grant(
                        accept.epoch(),
                        accept.round(),
                        accept.epoch(),
                        state.self,
                        state.ballot.pause().serial()));
    }

    static void onPropose(Turn turn, NodeId from, Propose propose) {
        turn.seen(propose.epoch());
        turn.send(from, answer(turn, from, propose));
    }

    private static Message answer(Turn turn, NodeId from, Propose propose) {
        NodeState state = turn.state;
        long promised = state.ballot.promised();
        if (HoldRules.holds(turn)) {
            return HoldRules.refusal(turn, propose.epoch());
        }
        if (FollowerRules.hearsLiveLeader(turn) && !state.leader.equals(Optional.of(from))) {
            long wait = Math.max(0, FollowerRules.silenceEnd(turn) - turn.now);
            return new Rejection(propose.epoch(), promised, true, wait);
        }
        if (propose.epoch() == promised && state.promisedTo.equals(Optional.of(from))) {
            return promise(turn, promised, propose.rehearsal()); // Asked twice, or the answer was lost.
        }
        if (propose.epoch() <= promised) {
            return new Rejection(propose.epoch(), promised, false, 0);
        }
        if (propose.rehearsal()) {
            return promise(turn, propose.epoch(), true);
        }
        yieldTo(turn, propose.epoch());
        Promise promise = promise(turn, propose.epoch(), false);
        state.promisedTo = Optional.of(from);
        return promise;
    }

    /** Somebody else bids higher: let that bid have its chance. */
    private static void yieldTo(Turn turn, long epoch) {
        NodeState state = turn.state;
        state.bid = state.bid.filter(bid -> bid.epoch() > epoch);
        state.quietUntil = Math.max(state.quietUntil, turn.now + turn.timing.bidNanos());
    }

    /** Promise an epoch, or say how a promise would look. */
    static Promise promise(Turn turn, long epoch, boolean rehearsal) {
        NodeState state = turn.state;
        if (HoldRules.holds(turn)) {
            throw new IllegalStateException(
                    "promise of epoch " + epoch + " while holding still for the leader of " + state.ballot.promised());
        }
        if (!rehearsal) {
            turn.persist(epoch, state.ballot.accepted());
        }
        var lastGrant = new LastGrant(state.grantedEpoch, turn.now - state.grantedAt);
        return new Promise(
                epoch, rehearsal, lastGrant, state.ballot.accepted(), state.handback, state.self, state.leaderHad);
    }

    /** A lease for an epoch may rest on this moment. */
    static void grant(Turn turn, long epoch) {
        turn.state.grantedEpoch = epoch;
        turn.state.grantedAt = turn.now;
    }

    /**
     * Voters remember how far the leader was, also the witnesses that have no data: otherwise a standby that slept for
     * days could replace a leader that nobody can ask any more.
     */
    private static void remember(Turn turn, Position position) {
        NodeState state = turn.state;
        boolean first = state.leaderHas.equals(Position.NONE);
        if (first || turn.now - state.leaderHasSince >= turn.timing.settledNanos()) {
            state.leaderHad = state.leaderHas;
            begin(turn, position);
        }
    }

    /** What the leader before had lately is not asked of anybody: the new one began without it, or has it. */
    private static void begin(Turn turn, Position position) {
        turn.state.leaderHas = position;
        turn.state.leaderHasSince = turn.now;
    }

    private static boolean isLeaderOfAccepted(NodeState state, NodeId node) {
        return state.ballot.accepted().last().map(EpochRecord::leader).equals(Optional.of(node));
    }
}
