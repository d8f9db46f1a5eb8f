package org.mfsha.core.election;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;

/**
 * One node's decisions: an event in, actions out. Not thread-safe; the shell calls it from one thread.
 *
 * <p>Times are nanoseconds of a clock that never goes back and counts suspended time too (Linux: {@code CLOCK_BOOTTIME}).
 */
public final class Coordinator implements Decider {
    private final Membership members;
    private final Timing timing;
    private final NodeState state;

    /**
     * A node that starts, or starts again.
     *
     * @param ballot what it wrote last; {@link Ballot#BLANK} for a new member only, never for one whose disk was lost
     * @param now current time
     */
    public Coordinator(Membership members, Timing timing, Ballot ballot, long now) {
        this(members, timing, new NodeState(ballot, now));
    }

    Coordinator(Membership members, Timing timing, NodeState state) {
        this.members = members;
        this.timing = timing;
        this.state = state;
    }

    /** What this node wants done because of an event, in order. */
    @Override
    public List<Action> handle(Event event, long now) {
        var turn = new Turn(members, timing, state, now);
        // Time first: a lease that has run out must not be revived by what happens to arrive now.
        LeaderRules.tick(turn);
        dispatch(turn, event);
        FollowerRules.tick(turn);
        LeaderRules.tick(turn);
        BidRules.tick(turn);
        return turn.actions();
    }

    private static void dispatch(Turn turn, Event event) {
        switch (event) {
            case Event.Tick _ -> {}
            case Event.Received(NodeId from, Message message) -> receive(turn, from, message);
            case Event.SelfReported(var report) -> MasterRules.onReport(turn, report);
            case Event.TailFetched(var report) -> {
                turn.state.self = report;
                PreparingRules.onTailFetched(turn);
            }
            case Event.TailFailed(NodeId from, String why) -> PreparingRules.onTailFailed(turn, from, why);
            case Event.MasterListening listening -> MasterRules.onListening(turn, listening);
            case Event.MasterFailed failed -> MasterRules.onFailed(turn, failed);
            case Event.MasterHangs hangs -> MasterRules.onHangs(turn, hangs);
            case Event.MasterAnswers answers -> MasterRules.onAnswers(turn, answers);
            case Event.MasterLost lost -> MasterRules.onLost(turn, lost);
            case Event.Salvaged salvaged -> MasterRules.onSalvaged(turn, salvaged);
            case Event.Drained drained -> HandoverRules.onDrained(turn, drained);
            case Event.DrainFailed failed -> HandoverRules.onDrainFailed(turn, failed);
            case Event.LeaseShortened shortened -> PauseRules.onShortened(turn, shortened);
            case Event.SwitchoverRequested request -> HandoverRules.onSwitchover(turn, request);
            case Event.PauseRequested request -> PauseRules.onRequest(turn, request);
            case Event.ResumeRequested _ -> PauseRules.onResume(turn);
            case Event.AddressSeen _ -> {}
            case Event.ElectorCommand _ ->
                turn.act(new Action.AnswerOperator(
                        false, "mfsha elects the leader itself here (ELECTION = internal): use mfsha switchover"));
        }
    }

    private static void receive(Turn turn, NodeId from, Message message) {
        if (!turn.members.peers().contains(from)) {
            return;
        }
        switch (message) {
            case Message.Renew renew -> {
                VoterRules.onRenew(turn, from, renew);
                if (!renew.leased() && goesOnWithOurLog(turn, renew)) {
                    // It serves nobody, but can be asked for what it has.
                    BidRules.onReport(turn, from, renew.report());
                }
            }
            case Message.Accept accept -> VoterRules.onAccept(turn, from, accept);
            case Message.Propose propose -> {
                BidRules.onReport(turn, from, propose.report());
                VoterRules.onPropose(turn, from, propose);
            }
            case Message.Grant grant -> {
                CommittingRules.onGrant(turn, from, grant);
                LeaseRules.onGrant(turn, from, grant);
            }
            case Message.Refusal refusal -> LeaseRules.onRefusal(turn, from, refusal);
            case Message.Promise promise -> {
                BidRules.onReport(turn, from, promise.report());
                BidRules.onPromise(turn, from, promise);
            }
            case Message.Rejection rejection -> BidRules.onRejection(turn, from, rejection);
            case Message.Paused paused -> BidRules.onPaused(turn, from, paused);
            case Message.PauseEnded ended -> HoldRules.onEnded(turn, from, ended);
            case Message.Release(var handback) -> FollowerRules.onRelease(turn, handback);
        }
    }

    private static boolean goesOnWithOurLog(Turn turn, Message.Renew renew) {
        return renew.report().position().epoch() == turn.state.self.position().epoch();
    }

    /**
     * When a {@link Event.Tick} is due at the latest.
     *
     * @param now current time
     * @return a time on the node's clock, not before {@code now}; empty when only an event can change anything
     */
    @Override
    public OptionalLong nextDeadline(long now) {
        var turn = new Turn(members, timing, state, now);
        LongStream.Builder times = LongStream.builder();
        BidTiming.bidAt(turn).ifPresent(times::add);
        state.bid.ifPresent(bid -> {
            times.add(bid.deadline());
            times.add(bid.resendAt());
            if (bid.stage() instanceof Bid.Stage.Preparing preparing) {
                LongStream.of(Fence.until(turn, bid), preparing.patientUntil())
                        .filter(time -> time > now)
                        .forEach(times::add);
            }
        });
        state.leadership.ifPresent(leadership -> {
            times.add(leadership.renewAt());
            if (!leadership.suspended() && !(leadership.stage() instanceof Leadership.Stage.Elected)) {
                times.add(leadership.servesUntil());
            }
            stageDeadline(leadership).ifPresent(times::add);
            PauseRules.deadline(leadership.pausing()).ifPresent(times::add);
        });
        state.farewell.ifPresent(farewell -> times.add(farewell.nextAt()));
        if (state.leader.isPresent() && state.leadership.isEmpty()) {
            times.add(FollowerRules.silenceEnd(turn));
        }
        if (HoldRules.holds(turn)) {
            times.add(state.heldUntil);
        }
        return times.build().map(time -> Math.max(time, now)).min();
    }

    private static Optional<Long> stageDeadline(Leadership leadership) {
        return switch (leadership.stage()) {
            case Leadership.Stage.Draining(NodeId _, long deadline) -> Optional.of(deadline);
            case Leadership.Stage.AwaitingSuccessor(NodeId _, var _, long deadline) -> Optional.of(deadline);
            case Leadership.Stage.Salvaging(long deadline) -> Optional.of(deadline);
            default -> Optional.empty();
        };
    }

    /** A node in the same state that goes its own way from here: for searches that try every continuation. */
    public Coordinator fork() {
        return new Coordinator(members, timing, state.copy());
    }

    /** What this node believes, for status and tests. */
    @Override
    public View view(long now) {
        Optional<Leadership> leadership = state.leadership;
        return new View(
                state.ballot,
                state.leader,
                state.leaderEpoch,
                leadership.map(Leadership::servesUntil).filter(until -> until > now),
                leadership.map(LeaderStage::of),
                state.bid.map(bid -> bid.stage().getClass().getSimpleName()),
                state.self,
                state.highestSeen,
                PauseView.of(new Turn(members, timing, state, now)));
    }

    /**
     * What a node believes.
     *
     * @param ballot on its stable storage
     * @param leader whom it follows; itself when it leads
     * @param leaderEpoch in which epoch
     * @param leaseUntil when it leads and holds a lease: until when, on its own clock
     * @param leading when it leads: how
     * @param bidStage when it bids: how far it is
     * @param self its own data
     * @param highestSeen highest epoch it ever heard of
     * @param pause what it knows of a pause
     */
    public record View(
            Ballot ballot,
            Optional<NodeId> leader,
            long leaderEpoch,
            Optional<Long> leaseUntil,
            Optional<LeaderStage> leading,
            Optional<String> bidStage,
            org.mfsha.core.protocol.Report self,
            long highestSeen,
            Optional<PauseView> pause) {
        /** The history this node accepted. */
        public Lineage lineage() {
            return ballot.accepted();
        }
    }

    /** How a leader leads, in a word. */
    public enum LeaderStage {
        /** No lease that runs yet. */
        ELECTED,
        /** The gate is open. */
        STARTING,
        /** mfsmaster serves. */
        SERVING,
        /** The lease is lost; stopped until it is back. */
        SUSPENDED,
        /** The clients are being handed to another node. */
        HANDING_OVER,
        /** mfsmaster is gone, and in the pause nobody does anything about it. */
        DOWN,
        /** mfsmaster is gone; what it left is being read. */
        SALVAGING;

        private static LeaderStage of(Leadership leadership) {
            if (leadership.suspended()) {
                return SUSPENDED;
            }
            return switch (leadership.stage()) {
                case Leadership.Stage.Elected _ -> ELECTED;
                case Leadership.Stage.Starting _ -> STARTING;
                case Leadership.Stage.Serving _ -> SERVING;
                case Leadership.Stage.Draining _, Leadership.Stage.AwaitingSuccessor _ -> HANDING_OVER;
                case Leadership.Stage.Down _ -> DOWN;
                case Leadership.Stage.Salvaging _ -> SALVAGING;
            };
        }
    }
}
