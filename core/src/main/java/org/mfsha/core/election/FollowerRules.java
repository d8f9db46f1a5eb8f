package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message.Renew;

/** Whom this node follows, and since when it has heard nothing. */
final class FollowerRules {
    private FollowerRules() {}

    /** A leader of an epoch spoke. */
    static void hear(Turn turn, NodeId leader, long epoch) {
        NodeState state = turn.state;
        state.leaderHeardAt = turn.now;
        state.vainBids = 0;
        state.inVainSince = Map.of();
        if (epoch > state.leaderEpoch || state.leader.isEmpty()) {
            boolean known = epoch == state.ballot.accepted().epoch();
            state.leader = Optional.of(leader);
            state.leaderEpoch = epoch;
            if (known && !leader.equals(turn.members.self())) {
                turn.act(new Action.Follow(leader, state.ballot.accepted()));
            }
        }
    }

    /**
     * Whether a leader has asked for its lease for a whole detection time without getting one. It may be heard without
     * hearing the answers: it serves nobody, and must not keep others from it.
     */
    static boolean asksInVain(Turn turn, Renew renew) {
        NodeState state = turn.state;
        if (renew.leased()) {
            state.askedInVainSince = OptionalLong.empty();
        } else if (state.askedInVainSince.isEmpty()) {
            state.askedInVainSince = OptionalLong.of(turn.now);
        }
        return state.askedInVainSince.isPresent()
                && turn.now - state.askedInVainSince.getAsLong() >= turn.timing.detectionNanos();
    }

    /** A new epoch was accepted; follow its leader, whose lineage is known now. */
    static void accept(Turn turn, NodeId leader, Lineage lineage) {
        turn.state.leader = Optional.empty();
        turn.state.askedInVainSince = OptionalLong.empty();
        hear(turn, leader, lineage.epoch());
    }

    /** A leader has handed back. */
    static void onRelease(Turn turn, Handback handback) {
        NodeState state = turn.state;
        turn.seen(handback.epoch());
        HoldRules.onRelease(turn, handback.epoch());
        boolean news = !state.isHandedBack(handback.epoch());
        if (news) {
            state.handback = Optional.of(handback);
            state.handbackAt = turn.now;
            state.inVainSince = Map.of();
        }
        if (state.leader.isPresent() && handback.epoch() >= state.leaderEpoch) {
            loseLeader(turn);
        }
    }

    static void loseLeader(Turn turn) {
        turn.state.leader = Optional.empty();
        turn.act(new Action.LoseLeader());
    }

    static void tick(Turn turn) {
        NodeState state = turn.state;
        boolean follows = state.leader.isPresent() && state.leadership.isEmpty();
        if (follows && turn.now >= silenceEnd(turn)) {
            loseLeader(turn);
        }
    }

    /** Whether this node, as a voter, still hears a leader that may well be alive. */
    static boolean hearsLiveLeader(Turn turn) {
        NodeState state = turn.state;
        if (state.leadership.isPresent()) {
            return state.leadership.get().holdsLease(turn.now);
        }
        return state.leader.isPresent() && turn.now < silenceEnd(turn);
    }

    /** When silence has lasted long enough to call the leader lost. */
    static long silenceEnd(Turn turn) {
        return turn.state.leaderHeardAt + turn.timing.detectionNanos();
    }
}
