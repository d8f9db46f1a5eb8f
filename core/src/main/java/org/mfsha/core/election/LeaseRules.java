package org.mfsha.core.election;

import java.util.Optional;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Leadership.Stage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Refusal;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.protocol.Pause;

/** How a leader keeps its lease, and serves only under it. */
final class LeaseRules {
    private LeaseRules() {}

    static void onGrant(Turn turn, NodeId from, Grant grant) {
        LeaderRules.of(turn, grant.epoch()).ifPresent(leadership -> {
            LeaseTracker lease = leadership.lease().granted(from, grant.round());
            long until = Math.max(leadership.leaseUntil(), leaseUntil(turn, lease));
            turn.state.leadership =
                    Optional.of(leadership.withPeer(from, grant.report()).withLease(lease, until));
            if (until > leadership.leaseUntil()) {
                leaseRenewed(turn);
            }
            PauseRules.onConfirmed(turn, from, grant.pauseSerial());
            if (grant.acceptedEpoch() < grant.epoch()) {
                tellEpoch(turn, from);
            }
            HandoverRules.continueHandover(turn);
        });
    }

    static void onRefusal(Turn turn, NodeId from, Refusal refusal) {
        turn.seen(refusal.promised());
        LeaderRules.of(turn, refusal.epoch()).ifPresent(leadership -> {
            if (refusal.promised() > leadership.epoch()) {
                turn.state.needsNewNumber = true;
            } else if (refusal.promised() < leadership.epoch()) {
                tellEpoch(turn, from);
            }
        });
    }

    /** A voter missed the epoch's record. */
    private static void tellEpoch(Turn turn, NodeId voter) {
        Leadership next = nextRound(turn, turn.state.leadership.orElseThrow());
        turn.send(voter, new Accept(next.epoch(), next.round(), next.lineage(), turn.state.self));
    }

    static void leaseRenewed(Turn turn) {
        Leadership leadership = turn.state.leadership.orElseThrow();
        if (!leadership.holdsLease(turn.now)) {
            return;
        }
        long until = leadership.servesUntil();
        if (leadership.stage() instanceof Stage.Elected) {
            if (turn.state.ballot.promised() != leadership.epoch()) {
                return; // Some bidder was told that nothing was served in this epoch. That must stay true: not under
                // this number.
            }
            turn.state.leadership = Optional.of(leadership.withStage(new Stage.Starting()));
            MasterRules.onReport(turn, turn.state.self);
            turn.act(new Action.StartServing(leadership.lineage(), until));
        } else if (leadership.suspended()) {
            turn.state.leadership = Optional.of(leadership.withSuspended(false));
            turn.act(new Action.Resume(until));
            turn.note("the lease of epoch " + leadership.epoch() + " is back: going on");
        } else if (until == leadership.leaseUntil()) { // Else the dead-man's switch knows of a later end already.
            turn.act(new Action.ExtendLease(until));
        }
    }

    static long leaseUntil(Turn turn, LeaseTracker lease) {
        return lease.until(turn.members.majority(), turn.timing.leaseNanos()).orElse(turn.now);
    }

    static void suspendWithoutLease(Turn turn, Leadership leadership) {
        boolean serves = !(leadership.stage() instanceof Stage.Elected);
        if (serves && !leadership.suspended() && !leadership.holdsLease(turn.now)) {
            turn.state.leadership = Optional.of(leadership.withSuspended(true));
            turn.act(new Action.Suspend());
            turn.note("the lease of epoch " + leadership.epoch() + " ran out: suspended");
            HandoverRules.callOffHandover(turn, "the lease ran out");
            PauseRules.callOff(turn, "the lease ran out");
        }
    }

    static void renew(Turn turn) {
        Leadership next = nextRound(turn, turn.state.leadership.orElseThrow());
        boolean leased = next.holdsLease(turn.now);
        Pause word = next.pausing().word(turn.timing, turn.now);
        if (turn.state.ballot.promised() == next.epoch()) { // What it asks of others this voter does itself, first.
            HoldRules.hear(turn, word);
            PauseRules.onConfirmed(turn, turn.members.self(), word.serial());
        }
        turn.broadcast(new Renew(next.epoch(), next.round(), leased, turn.state.self, word));
        if (turn.members.peers().isEmpty()) {
            leaseRenewed(turn);
        }
    }

    /** A new round of requests; this node answers its own at once, if it may. */
    private static Leadership nextRound(Turn turn, Leadership leadership) {
        NodeState state = turn.state;
        long round = leadership.round() + 1;
        LeaseTracker lease = leadership.lease().sent(round, turn.now);
        if (state.ballot.promised() == leadership.epoch()) {
            lease = lease.granted(turn.members.self(), round);
            VoterRules.grant(turn, leadership.epoch());
        } else {
            state.needsNewNumber = true;
        }
        Leadership next = leadership.withRound(lease, round, turn.now + renewPause(turn, leadership));
        long until = Math.max(leadership.leaseUntil(), leaseUntil(turn, lease));
        state.leadership = Optional.of(next.withLease(lease, until));
        return state.leadership.get();
    }

    /** While a successor catches up its answers are awaited eagerly: the clients are being held. */
    private static long renewPause(Turn turn, Leadership leadership) {
        boolean eager = leadership.stage() instanceof Stage.AwaitingSuccessor;
        return eager ? turn.timing.renewNanos() / 10 : turn.timing.renewNanos();
    }
}
