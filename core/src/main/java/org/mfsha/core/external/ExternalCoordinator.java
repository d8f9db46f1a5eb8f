package org.mfsha.core.external;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.CatchUp;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.election.Coordinator.View;
import org.mfsha.core.election.Decider;
import org.mfsha.core.external.Stage.Idle;
import org.mfsha.core.external.Stage.Leading;
import org.mfsha.core.external.Stage.Settling;
import org.mfsha.core.history.EpochRecord;
import org.mfsha.core.history.Lineage;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Handback;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Accept;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Report;

/**
 * One node's decisions where an external elector says who leads. Pure, as {@link org.mfsha.core.election.Coordinator} is;
 * the package tells the rules. It speaks the messages of the internal election: {@code Accept} says "I am master of this
 * epoch", {@code Propose} (always a rehearsal) asks what others have, {@code Promise} and {@code Rejection} answer.
 */
public final class ExternalCoordinator implements Decider {
    private final Membership members;
    private final Timing timing;
    private final long settleNanos;

    private Ballot ballot;
    private Stage stage = new Idle();
    private Report self = Report.EMPTY;
    private long highestSeen;
    private Optional<NodeId> leader = Optional.empty();
    private long leaderEpoch;
    private long leaderHeardAt;
    private Optional<Handback> handback = Optional.empty();
    private final Map<NodeId, Promise> answers = new HashMap<>();
    private final Map<NodeId, Long> servingSince = new HashMap<>();
    private boolean addressHere;
    private long addressGoneAt;
    private long round;
    private String objection = "";
    private long objectionUntil;
    private List<Action> actions = new ArrayList<>();

    /**
     * A node that starts, or starts again.
     *
     * @param ballot what it wrote last
     * @param settleNanos how long a promotion waits until the machines have settled who holds the address
     * @param now current time
     */
    public ExternalCoordinator(Membership members, Timing timing, long settleNanos, Ballot ballot, long now) {
        this.members = members;
        this.timing = timing;
        this.settleNanos = settleNanos;
        this.ballot = ballot;
        this.highestSeen = Math.max(ballot.promised(), ballot.accepted().epoch());
        this.leaderHeardAt = now;
        this.addressGoneAt = now;
        this.objectionUntil = now;
    }

    @Override
    public List<Action> handle(Event event, long now) {
        actions = new ArrayList<>();
        tick(now); // Time first: a lease that has run out must not be revived by what happens to arrive now.
        dispatch(event, now);
        tick(now);
        return List.copyOf(actions);
    }

    private void dispatch(Event event, long now) {
        switch (event) {
            case Event.Tick _ -> {}
            case Event.Received(NodeId from, Message message) -> receive(from, message, now);
            case Event.SelfReported(Report report) -> report(report);
            case Event.TailFetched(Report report) -> {
                report(report);
                fetched(Optional.empty());
            }
            case Event.TailFailed(NodeId from, String why) -> {
                note("changes could not be fetched from " + from + ": " + why);
                fetched(Optional.of(from));
            }
            case Event.AddressSeen(boolean here) -> {
                if (addressHere && !here) {
                    addressGoneAt = now;
                }
                addressHere = here;
            }
            case Event.PromoteRequested _ -> promote(now);
            case Event.DemoteRequested(String why) -> {
                demote(why, now);
                answer(true, "demoting");
            }
            case Event.CheckRequested _ -> check(now);
            case Event.Command _ ->
                answer(
                        false,
                        "an external program elects the leader here (ELECTION = external): tell it to move the address,"
                                + " or to leave it where it is");
            case Event.MasterListening(long epoch) ->
                leading(epoch, LeaderStage.STARTING)
                        .ifPresent(leading -> stage = leading.in(LeaderStage.SERVING, Long.MAX_VALUE));
            case Event.MasterFailed(long epoch, String why) ->
                leading(epoch).ifPresent(leading -> handBack(leading, leading.entry(), false, why, now));
            case Event.MasterHangs(long epoch, String why) ->
                leading(epoch, LeaderStage.SERVING).ifPresent(_ -> act(new Action.KillMaster(epoch, why)));
            case Event.MasterAnswers _ -> {}
            case Event.MasterLost(long epoch, String why) ->
                leading(epoch).ifPresent(leading -> salvage(leading, why, now));
            case Event.Salvaged(long epoch, Position end) ->
                leading(epoch, LeaderStage.SALVAGING)
                        .ifPresent(leading ->
                                handBack(leading, endOfService(leading, end), false, "its mfsmaster ended", now));
            case Event.Drained(long epoch, Position end) ->
                leading(epoch, LeaderStage.HANDING_OVER)
                        .ifPresent(leading -> handBack(leading, endOfService(leading, end), true, "demoted", now));
            case Event.DrainFailed(long epoch, String why) ->
                leading(epoch, LeaderStage.HANDING_OVER).ifPresent(_ -> act(new Action.KillMaster(epoch, why)));
            case Event.LeaseShortened _ -> {}
        }
    }

    /** A node that has opened the gate has data of its epoch and no standby, whatever a belated report says. */
    private void report(Report report) {
        self = stage instanceof Leading leading
                ? new Report(
                        new Position(
                                Math.max(leading.epoch(), report.position().epoch()),
                                report.position().version()),
                        report.metadataId(),
                        false)
                : report;
    }

    // ---------------------------------------------------------------- what the elector asks

    private void promote(long now) {
        if (stage instanceof Leading leading && leading.phase() != LeaderStage.HANDING_OVER) {
            answer(true, members.self() + " leads epoch " + leading.epoch() + " already");
        } else if (stage instanceof Settling) {
            answer(true, "being promoted already");
        } else if (stage instanceof Leading) {
            answer(false, "still stopping: ask again");
        } else if (!members.isCandidate()) {
            answer(false, "a witness has no data and cannot lead");
        } else {
            answers.clear();
            servingSince.clear();
            objectionUntil = now;
            long epoch = nextEpoch();
            stage = new Settling(
                    epoch,
                    now + settleNanos,
                    now + settleNanos + timing.catchUpNanos(),
                    now + timing.retryNanos(),
                    Optional.empty(),
                    Map.of());
            ask(epoch);
            answer(true, "asking the other nodes");
        }
    }

    private void demote(String why, long now) {
        switch (stage) {
            case Idle _ -> {}
            case Settling _ -> refuse(why, now);
            case Leading leading -> stopServing(leading, why, now);
        }
    }

    private void stopServing(Leading leading, String why, long now) {
        switch (leading.phase()) {
            case SERVING -> {
                note("demoted: " + why);
                stage = leading.in(LeaderStage.HANDING_OVER, now + timing.handoverNanos());
                act(new Action.Drain(leading.epoch()));
            }
            case ELECTED, STARTING, SUSPENDED, DOWN -> {
                note("demoted: " + why);
                // Whatever it wrote is read before the epoch is handed back.
                act(new Action.KillMaster(leading.epoch(), why));
                stage = leading.in(LeaderStage.HANDING_OVER, now + timing.handoverNanos());
            }
            case HANDING_OVER, SALVAGING -> {}
        }
    }

    private void check(long now) {
        switch (stage) {
            case Settling _ -> answer(true, "being promoted");
            case Leading leading -> answer(isWell(leading), "leads epoch " + leading.epoch() + ": " + leading.phase());
            case Idle _ -> {
                if (now < objectionUntil) {
                    answer(false, objection);
                } else {
                    answer(self.hot(), self.hot() ? "a standby, ready" : "no standby is ready here");
                }
            }
        }
    }

    private static boolean isWell(Leading leading) {
        return leading.phase() == LeaderStage.STARTING || leading.phase() == LeaderStage.SERVING;
    }

    // ---------------------------------------------------------------- promotion

    private void ask(long epoch) {
        broadcast(new Message.Propose(epoch, true, self));
    }

    /** Numbers of two nodes never coincide: a node takes those that its place in the list leaves over. */
    private long nextEpoch() {
        int nodes = members.voters().size();
        long next = highestSeen + 1;
        return next + Math.floorMod(members.voters().indexOf(members.self()) - next, (long) nodes);
    }

    private void fetched(Optional<NodeId> failed) {
        if (stage instanceof Settling settling) {
            var failures = new HashMap<>(settling.failures());
            failed.ifPresent(node -> failures.merge(node, 1, Integer::sum));
            stage = new Settling(
                    settling.epoch(),
                    settling.settledAt(),
                    settling.deadline(),
                    settling.resendAt(),
                    Optional.empty(),
                    failures);
        }
    }

    private void settle(Settling settling, long now) {
        if (now >= settling.resendAt()) {
            ask(settling.epoch());
            stage = new Settling(
                    settling.epoch(),
                    settling.settledAt(),
                    settling.deadline(),
                    now + timing.retryNanos(),
                    settling.fetching(),
                    settling.failures());
            servingSince.values().removeIf(heard -> now - heard >= timing.detectionNanos());
        }
        if (now < settling.settledAt()) {
            return;
        }
        Optional<String> obstacle = obstacle();
        if (!addressHere || now >= settling.deadline()) {
            refuse(obstacle.orElse("changes could not be fetched in time"), now);
        } else if (obstacle.isEmpty() && settling.fetching().isEmpty()) {
            judge((Settling) stage, now);
        }
    }

    private Optional<String> obstacle() {
        if (!addressHere) {
            return Optional.of("the shared address is not on this machine");
        }
        if (!servingSince.isEmpty()) {
            return Optional.of(servingSince.keySet() + " still serves");
        }
        return self.hot() ? Optional.empty() : Optional.of("no standby is ready here");
    }

    private void judge(Settling settling, long now) {
        var promises = new HashMap<>(answers);
        promises.put(members.self(), promise(settling.epoch()));
        var catchUp = new CatchUp(self, promises, Map.of(), handback);
        List<NodeId> lost = settling.failures().entrySet().stream()
                .filter(entry -> entry.getValue() >= 3)
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
        switch (catchUp.verdict(lost)) {
            case CatchUp.Verdict.Ready _ -> begin(catchUp, now);
            case CatchUp.Verdict.Hopeless(String why) -> refuse(why, now);
            case CatchUp.Verdict.Fetch(NodeId from, Position upTo) -> {
                stage = new Settling(
                        settling.epoch(),
                        settling.settledAt(),
                        settling.deadline(),
                        settling.resendAt(),
                        Optional.of(from),
                        settling.failures());
                act(new Action.FetchTail(from, upTo));
            }
        }
    }

    private void begin(CatchUp catchUp, long now) {
        long epoch = nextEpoch();
        Lineage lineage = catchUp.lineageWith(
                new EpochRecord(epoch, members.self(), self.position().version(), reason()));
        persist(new Ballot(epoch, lineage));
        seen(epoch);
        var leading = new Leading(
                lineage, self.position(), LeaderStage.STARTING, now + timing.leaseNanos(), Long.MAX_VALUE, now);
        stage = leading;
        leader = Optional.of(members.self());
        leaderEpoch = epoch;
        report(self);
        act(new Action.StartServing(lineage, leading.leaseUntil()));
    }

    private EpochRecord.Reason reason() {
        boolean first = answers.size() == members.peers().size()
                && ballot.accepted().records().isEmpty()
                && answers.values().stream()
                        .allMatch(answer -> answer.accepted().records().isEmpty());
        if (first) {
            return EpochRecord.Reason.FIRST_START;
        }
        return handback.filter(word -> word.epoch() >= ballot.accepted().epoch())
                .map(word -> word.planned() ? EpochRecord.Reason.SWITCHOVER : EpochRecord.Reason.MASTER_LOST)
                .orElse(EpochRecord.Reason.LEASE_LOST);
    }

    private void refuse(String why, long now) {
        note("no master here: " + why);
        stage = new Idle();
        leader = Optional.empty(); // Whoever leads is followed, from the next word it says.
        object(why, now);
    }

    /** The elector's check fails long enough for any elector to notice. */
    private void object(String why, long now) {
        objection = why;
        objectionUntil = now + timing.settledNanos();
    }

    // ---------------------------------------------------------------- leading

    private void lead(Leading leading, long now) {
        if (leading.phase() == LeaderStage.SUSPENDED) {
            comeBack(leading, now);
            return;
        }
        if (now >= leading.leaseUntil() && leading.phase() != LeaderStage.SALVAGING) {
            // This process was stopped longer than the dead-man's switch waits; somebody else may lead by now.
            note("the agent was stopped too long: suspended");
            act(new Action.Suspend());
            servingSince.clear();
            ask(nextEpoch());
            stage = leading.in(LeaderStage.SUSPENDED, now + settleNanos);
            return;
        }
        if (now >= leading.phaseEnd()) {
            handBack(leading, new Position(leading.epoch(), self.position().version()), false, "not read in time", now);
            return;
        }
        Leading next = leading;
        if (now >= leading.tellAt()) {
            round++;
            broadcast(new Accept(leading.epoch(), round, leading.lineage(), self));
            next = leading.tellingAt(now + timing.renewNanos());
            if (leading.phase() != LeaderStage.SALVAGING) {
                next = next.leased(now + timing.leaseNanos());
                act(new Action.ExtendLease(next.leaseUntil()));
            }
        }
        stage = next;
        if (isWell(next) && !addressHere && now - addressGoneAt >= settleNanos) {
            stopServing(next, "the shared address went away", now);
        }
    }

    private void comeBack(Leading leading, long now) {
        if (now < leading.phaseEnd()) {
            return;
        }
        if (addressHere && servingSince.isEmpty()) {
            Leading back = leading.in(LeaderStage.SERVING, Long.MAX_VALUE).leased(now + timing.leaseNanos());
            stage = back;
            note("nobody else serves and the address is here: going on");
            act(new Action.Resume(back.leaseUntil()));
        } else {
            stopServing(leading, "another machine has the address or serves", now);
        }
    }

    private void salvage(Leading leading, String why, long now) {
        if (leading.phase() != LeaderStage.SALVAGING) {
            note("mfsmaster of epoch " + leading.epoch() + " is lost: " + why);
            stage = leading.in(LeaderStage.SALVAGING, now + timing.handoverNanos());
            act(new Action.Salvage(leading.epoch()));
        }
    }

    /** An epoch that was served in is not void, even if nothing is left of it on this node's disk. */
    private Position endOfService(Leading leading, Position end) {
        return end.epoch() >= leading.epoch()
                ? end
                : new Position(leading.epoch(), self.position().version());
    }

    private void handBack(Leading leading, Position end, boolean planned, String why, long now) {
        act(new Action.StopServing(leading.epoch(), why));
        var word = new Handback(leading.epoch(), members.self(), end, Optional.empty(), planned);
        stage = new Idle();
        released(word);
        broadcast(new Message.Release(word));
        object(why, now);
    }

    /** Somebody leads a later epoch: of two masters the older one gives way. */
    private void depose(long epoch, String who, long now) {
        if (stage instanceof Leading leading && leading.epoch() < epoch) {
            String why = who + " leads the later epoch " + epoch;
            note("two masters: " + why + "; this one stops");
            act(new Action.StopServing(leading.epoch(), why));
            stage = new Idle();
            leader = Optional.empty();
            object(why, now);
        }
    }

    private Optional<Leading> leading(long epoch) {
        return stage instanceof Leading leading && leading.epoch() == epoch ? Optional.of(leading) : Optional.empty();
    }

    private Optional<Leading> leading(long epoch, LeaderStage phase) {
        return leading(epoch).filter(leading -> leading.phase() == phase);
    }

    // ---------------------------------------------------------------- messages

    private void receive(NodeId from, Message message, long now) {
        if (!members.peers().contains(from)) {
            return;
        }
        switch (message) {
            case Accept accept -> onAccept(from, accept, now);
            case Message.Propose propose -> {
                Message answer = stage instanceof Leading leading
                        ? new Message.Rejection(propose.epoch(), leading.epoch(), true, 0)
                        : promise(propose.epoch());
                send(from, answer);
            }
            case Promise promise -> {
                seen(promise.accepted().epoch());
                answers.put(from, promise);
                servingSince.remove(from);
            }
            case Message.Rejection rejection -> {
                seen(rejection.promised());
                servingSince.put(from, now);
            }
            case Message.Refusal refusal -> {
                seen(refusal.promised());
                depose(refusal.promised(), from + " knows that somebody", now);
            }
            case Message.Release(Handback word) -> {
                seen(word.epoch());
                servingSince.remove(word.holder());
                released(word);
            }
            case Message.Renew _, Message.Grant _, Message.Paused _, Message.PauseEnded _ -> {}
        }
    }

    private void onAccept(NodeId from, Accept accept, long now) {
        seen(accept.epoch());
        if (handback.filter(word -> word.epoch() >= accept.epoch()).isPresent()) {
            return; // Sent before the master handed back.
        }
        if (accept.epoch() < ballot.accepted().epoch()) {
            send(from, new Message.Refusal(accept.epoch(), ballot.accepted().epoch()));
            servingSince.put(from, now);
            return;
        }
        depose(accept.epoch(), from.name(), now);
        if (stage instanceof Leading) {
            return;
        }
        servingSince.put(from, now);
        boolean news = leader.isEmpty() || accept.epoch() > leaderEpoch;
        leader = Optional.of(from);
        leaderEpoch = accept.epoch();
        leaderHeardAt = now;
        persist(new Ballot(Math.max(ballot.promised(), accept.epoch()), accept.lineage()));
        if (news && !(stage instanceof Settling)) {
            act(new Action.Follow(from, accept.lineage()));
        }
        send(from, new Message.Grant(accept.epoch(), accept.round(), accept.epoch(), self));
    }

    private void released(Handback word) {
        if (handback.filter(known -> known.epoch() >= word.epoch()).isEmpty()) {
            handback = Optional.of(word);
        }
        if (leader.isPresent() && word.epoch() >= leaderEpoch) {
            loseLeader();
        }
    }

    private void loseLeader() {
        leader = Optional.empty();
        act(new Action.LoseLeader());
    }

    private Promise promise(long epoch) {
        return new Promise(epoch, true, new Message.LastGrant(0, 0), ballot.accepted(), handback, self);
    }

    private void seen(long epoch) {
        highestSeen = Math.max(highestSeen, epoch);
    }

    // ---------------------------------------------------------------- time, view

    private void tick(long now) {
        if (leader.isPresent() && !(stage instanceof Leading) && now - leaderHeardAt >= timing.detectionNanos()) {
            servingSince.remove(leader.get());
            loseLeader();
        }
        switch (stage) {
            case Idle _ -> {}
            case Settling settling -> settle(settling, now);
            case Leading leading -> lead(leading, now);
        }
    }

    @Override
    public OptionalLong nextDeadline(long now) {
        LongStream.Builder times = LongStream.builder();
        switch (stage) {
            case Idle _ -> {}
            case Settling settling -> {
                times.add(settling.resendAt());
                times.add(settling.settledAt() > now ? settling.settledAt() : settling.deadline());
            }
            case Leading leading -> {
                times.add(leading.phaseEnd());
                if (leading.phase() != LeaderStage.SUSPENDED) {
                    times.add(leading.tellAt());
                }
            }
        }
        if (leader.isPresent() && !(stage instanceof Leading)) {
            times.add(leaderHeardAt + timing.detectionNanos());
        }
        return times.build().map(time -> Math.max(time, now)).min();
    }

    @Override
    public View view(long now) {
        Optional<Leading> leading = stage instanceof Leading it ? Optional.of(it) : Optional.empty();
        return new View(
                ballot,
                leader,
                leaderEpoch,
                leading.filter(it -> it.phase() != LeaderStage.SUSPENDED)
                        .map(Leading::leaseUntil)
                        .filter(until -> until > now),
                leading.map(Leading::phase),
                stage instanceof Settling ? Optional.of("Settling") : Optional.empty(),
                self,
                highestSeen,
                Optional.empty());
    }

    private void persist(Ballot next) {
        if (!next.equals(ballot)) {
            ballot = next;
            act(new Action.Persist(next));
        }
    }

    private void broadcast(Message message) {
        members.peers().forEach(peer -> send(peer, message));
    }

    private void send(NodeId to, Message message) {
        act(new Action.Send(to, message));
    }

    private void answer(boolean accepted, String text) {
        act(new Action.AnswerOperator(accepted, text));
    }

    private void note(String text) {
        act(new Action.Note(text));
    }

    private void act(Action action) {
        actions.add(action);
    }
}
