package org.mfsha.core.election;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.LastGrant;
import org.mfsha.core.protocol.Report;

/**
 * Everything one node knows. Each field is an immutable value, so a copy is a snapshot. Not thread-safe.
 */
final class NodeState {
    /** On stable storage. */
    Ballot ballot;

    /** Whose bid the promise was given to, if that is still known. */
    Optional<NodeId> promisedTo = Optional.empty();

    /** This node's own data. */
    Report self = Report.EMPTY;

    /** Youngest grant: for which epoch and when. After a start it may have been any, just now. */
    long grantedEpoch = LastGrant.UNKNOWN;

    long grantedAt;

    /** Until when this voter holds still for a paused leader, if its ballot says that there is one; else when that was over. */
    long heldUntil;

    /** Latest handback heard of, and when. */
    Optional<Handback> handback = Optional.empty();

    long handbackAt;

    /** Highest epoch ever heard of. */
    long highestSeen;

    /** The leader this node follows; itself when it leads. */
    Optional<NodeId> leader = Optional.empty();

    long leaderEpoch;

    /** What the leader said it had, a while ago and lately. */
    Position leaderHad = Position.NONE;

    Position leaderHas = Position.NONE;
    long leaderHasSince;

    /** When the leader was last heard, or when this node started. */
    long leaderHeardAt;

    /** Since when the leader has asked for its lease without holding one; empty when it holds one. */
    OptionalLong askedInVainSince = OptionalLong.empty();

    /** No bid before this. */
    long quietUntil;

    /** Bids in vain since a leader was last heard. */
    int vainBids;

    /** Since when nodes could not deliver what they said they hold; forgotten when a leader is heard. */
    Map<NodeId, Long> inVainSince = Map.of();

    /** A voter promised a higher epoch than this leader's: it needs a new number. */
    boolean needsNewNumber;

    Optional<Bid> bid = Optional.empty();

    Optional<Leadership> leadership = Optional.empty();

    Optional<Farewell> farewell = Optional.empty();

    /** What a former leader goes on repeating. */
    record Farewell(Message word, long nextAt, long until) {}

    NodeState(Ballot ballot, long now) {
        this.ballot = ballot;
        this.grantedAt = now;
        this.heldUntil = now + ballot.pause().holdNanos();
        this.leaderHeardAt = now;
        this.quietUntil = now;
        this.highestSeen = Math.max(ballot.promised(), ballot.accepted().epoch());
    }

    NodeState copy() {
        NodeState copy = new NodeState(ballot, grantedAt);
        copy.promisedTo = promisedTo;
        copy.self = self;
        copy.grantedEpoch = grantedEpoch;
        copy.heldUntil = heldUntil;
        copy.handback = handback;
        copy.handbackAt = handbackAt;
        copy.highestSeen = highestSeen;
        copy.leader = leader;
        copy.leaderEpoch = leaderEpoch;
        copy.leaderHad = leaderHad;
        copy.leaderHas = leaderHas;
        copy.leaderHasSince = leaderHasSince;
        copy.leaderHeardAt = leaderHeardAt;
        copy.askedInVainSince = askedInVainSince;
        copy.quietUntil = quietUntil;
        copy.vainBids = vainBids;
        copy.inVainSince = inVainSince;
        copy.needsNewNumber = needsNewNumber;
        copy.bid = bid;
        copy.leadership = leadership;
        copy.farewell = farewell;
        return copy;
    }

    /** Whether a lease of an epoch need not be waited for, because a leader no older than it has handed back. */
    boolean isHandedBack(long epoch) {
        return handback.map(Handback::epoch).orElse(0L) >= epoch;
    }
}
