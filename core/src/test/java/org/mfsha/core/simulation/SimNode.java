package org.mfsha.core.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Report;
import org.mfsha.core.simulation.Settings.Fault;
import org.mfsha.core.simulation.Tally.Deed;

/**
 * One host: stable storage, a clock, and an agent that may crash, freeze, or do either between two actions. Like the
 * production agent it does nothing more while its ballot is being written, and ends itself when that fails.
 */
final class SimNode {
    private static final int IDLE_TICKS_ALLOWED = 3;

    private final Simulation world;
    private final NodeId id;
    private final VirtualTime time;
    private final Dice dice;
    private final Service service;
    private final Shell shell;
    private final Disk disk = new Disk();
    private Clock clock;

    /** What the configuration file says, and what the agent that runs has read of it. */
    private Membership configured;

    private Membership members;

    private Optional<Coordinator> coordinator = Optional.empty();
    private final Deque<Event> inbox = new ArrayDeque<>();
    private final Deque<Action> pending = new ArrayDeque<>();
    private int incarnation;
    private boolean frozen;
    private int freezes;
    private boolean writing;
    private Optional<Ballot> inFlight = Optional.empty();
    private int wakes;
    private int idleTicks;
    private long pauseAskedAt;

    SimNode(Simulation world, Membership members, Clock clock) {
        this.world = world;
        this.id = members.self();
        this.configured = members;
        this.members = members;
        this.time = world.time();
        this.dice = world.dice();
        this.clock = clock;
        this.service = new Service(
                time, world.settings().guardLatenessNanos(), world.tampering().guardSleeps());
        this.shell = new Shell(world, this);
    }

    // ---------------------------------------------------------------- what others may ask

    NodeId id() {
        return id;
    }

    boolean isCandidate() {
        return members.isCandidate();
    }

    Service service() {
        return service;
    }

    Shell shell() {
        return shell;
    }

    Clock clock() {
        return clock;
    }

    Ballot ballot() {
        return disk.ballot();
    }

    Membership members() {
        return members;
    }

    /** Writes the configuration file; the agent reads it when it starts. */
    void configure(Membership changed) {
        configured = changed;
    }

    int incarnation() {
        return incarnation;
    }

    boolean isUp() {
        return coordinator.isPresent();
    }

    boolean isResponsive() {
        return isUp() && !frozen;
    }

    Optional<Coordinator.View> view() {
        return coordinator.map(node -> node.view(localNow()));
    }

    private long localNow() {
        return clock.at(time.now());
    }

    // ---------------------------------------------------------------- faults

    /** An agent looks at its data before it takes part; until then it is as good as down. */
    void start() {
        incarnation++;
        // A new agent finds what an earlier one left behind, and ends it before anything else.
        service.stop();
        if (world.occurs(Fault.SLOW_START)) {
            world.tally().count(Fault.SLOW_START);
            int started = incarnation;
            world.time().in(dice.millis(1, 2000), () -> {
                if (!isUp() && incarnation == started) {
                    takePart();
                }
            });
        } else {
            takePart();
        }
    }

    private void takePart() {
        Ballot found = disk.found(world.tampering());
        members = configured;
        coordinator = Optional.of(new Coordinator(members, world.settings().timing(), found, localNow()));
        world.story().tell(id, "starts with " + found);
        shell.started();
        process();
    }

    void crashAgent(boolean guardActsAtOnce) {
        if (isUp()) {
            world.story().tell(id, "agent crashes");
            forget();
            if (guardActsAtOnce) {
                service.stop();
            }
        }
    }

    void crashHost(Clock clockAfterwards) {
        if (isUp()) {
            world.story().tell(id, "host crashes");
            forget();
            service.stop();
            clock = clockAfterwards;
            shell.powerCut();
        }
    }

    /** Everything on its disk is gone. */
    void wipe() {
        incarnation++; // Whoever was about to start here finds nothing any more.
        forgetBallot();
        shell.wipe();
    }

    void forgetBallot() {
        disk.wipe();
    }

    private void forget() {
        coordinator = Optional.empty();
        inbox.clear();
        pending.clear();
        frozen = false;
        writing = false;
        // A write that was cut short leaves the old ballot or the new one.
        inFlight.filter(_ -> dice.chance(0.5)).ifPresent(disk::write);
        inFlight = Optional.empty();
        service.pause(false);
        freezes++;
        incarnation++;
        shell.crashed();
    }

    /** The whole machine stands still; its dead-man's switch acts before anything else when it goes on. */
    boolean freezeHost(long nanos) {
        boolean possible = freeze(nanos);
        if (possible) {
            service.pause(true);
            world.watch().serviceChanged(world.nodes());
        }
        return possible;
    }

    boolean freeze(long nanos) {
        if (!isResponsive()) {
            return false;
        }
        world.story().tell(id, "freezes for " + nanos / Dice.MILLI + " ms");
        world.troubles().strike(id);
        frozen = true;
        int current = ++freezes;
        time.in(nanos, () -> {
            if (freezes == current) {
                thaw();
            }
        });
        return true;
    }

    void thaw() {
        if (frozen) {
            world.story().tell(id, "goes on");
            world.troubles().strike(id);
            frozen = false;
            service.pause(false);
            freezes++;
            process();
        }
    }

    // ---------------------------------------------------------------- the agent's one thread

    void deliver(Event event) {
        if (isUp()) {
            inbox.add(event);
            process();
        }
    }

    private void process() {
        while (isResponsive() && !writing) {
            if (!pending.isEmpty()) {
                if (interrupted()) {
                    return;
                }
                execute(pending.remove());
            } else if (!inbox.isEmpty()) {
                handle(inbox.remove());
            } else {
                bookWake();
                return;
            }
        }
    }

    private boolean interrupted() {
        if (world.occurs(Fault.CRASH_BETWEEN_ACTIONS)
                && dice.chance(pending.peek() instanceof Action.Persist ? 0.02 : 0.0005)) {
            world.tally().count(Fault.CRASH_BETWEEN_ACTIONS);
            world.chaos().crashAndRestart(this);
            return true;
        }
        if (world.occurs(Fault.PAUSE_BETWEEN_ACTIONS) && dice.chance(0.001)) {
            world.tally().count(Fault.PAUSE_BETWEEN_ACTIONS);
            freeze(dice.millis(1, 1500));
            return true;
        }
        return false;
    }

    private void handle(Event event) {
        Coordinator node = coordinator.orElseThrow();
        long now = localNow();
        if (event instanceof Event.Received(NodeId from, Message message)) {
            world.read(this, from, message);
        }
        if (event instanceof Event.PauseRequested) {
            pauseAskedAt = now;
        }
        List<Action> actions = node.handle(event, now);
        if (world.story().isWanted() && !(event instanceof Event.Tick && actions.isEmpty())) {
            world.story().tell(id, event + " -> " + actions);
        }
        world.watch().handled(this, event, actions);
        pending.addAll(actions);
        noBusyLoop(event, actions, node.nextDeadline(now), now);
    }

    /** The end of a pause, if it is one, as it would be if it were counted from now and not from when it was asked for. */
    long countedFromNow(long until) {
        boolean pause = until - localNow() > world.settings().timing().leaseNanos();
        return pause ? until + localNow() - pauseAskedAt : until;
    }

    private void noBusyLoop(Event event, List<Action> actions, OptionalLong next, long now) {
        boolean idle = event instanceof Event.Tick && actions.isEmpty() && next.isPresent() && next.getAsLong() <= now;
        idleTicks = idle ? idleTicks + 1 : 0;
        if (idleTicks > IDLE_TICKS_ALLOWED) {
            throw new Violation(
                    "busy loop: " + id() + " asks to be woken again at once and does nothing: " + view().orElseThrow());
        }
    }

    private void bookWake() {
        int current = ++wakes;
        Coordinator node = coordinator.orElseThrow();
        long now = localNow();
        OptionalLong next = node.nextDeadline(now);
        if (next.isPresent()) {
            long due = next.getAsLong();
            if (due > now + 1 && dice.chance(0.05)) {
                nothingIsDueBefore(node, due);
            }
            time.at(clock.reaches(due) + dice.millis(0, 1), () -> {
                if (wakes == current) {
                    deliver(new Event.Tick());
                }
            });
        }
    }

    private void nothingIsDueBefore(Coordinator node, long due) {
        List<Action> early = node.fork().handle(new Event.Tick(), due - 1);
        if (!early.isEmpty()) {
            throw new Violation("missed wake-up: " + id() + " had " + early + " to do before its deadline");
        }
    }

    private void execute(Action action) {
        switch (action) {
            case Action.Send(NodeId to, Message message) -> world.send(id, to, message);
            case Action.Persist(Ballot written) -> persist(written);
            case Action.AnswerOperator(boolean accepted, String _) ->
                world.tally().count(accepted ? Deed.COMMAND_ACCEPTED : Deed.COMMAND_REFUSED);
            case Action.Note _ -> {}
            default -> shell.execute(action);
        }
    }

    // ---------------------------------------------------------------- stable storage

    private void persist(Ballot ballot) {
        if (ballot.accepted().last().filter(last -> last.leader().equals(id)).isPresent()) {
            shell.image().ifPresent(Image::secure);
        }
        if (world.tampering().answersBeforeItsBallotIsOnDisk()) {
            write(ballot, 50 * Dice.MILLI, () -> {});
            strikeSoon(ballot, this::crashAndForgetWhatIsInFlight);
        } else if (world.occurs(Fault.FAILING_DISK) && dice.chance(0.01)) {
            failToWrite(ballot);
        } else if (world.occurs(Fault.SLOW_DISK) && dice.chance(0.3)) {
            world.tally().count(Fault.SLOW_DISK);
            world.troubles().strike(id);
            writing = true;
            write(ballot, dice.chance(0.1) ? dice.millis(500, 2500) : dice.millis(1, 800), () -> {
                writing = false;
                world.troubles().strike(id);
                process();
            });
        } else {
            written(ballot);
        }
    }

    private void write(Ballot ballot, long nanos, Runnable then) {
        int current = incarnation;
        inFlight = Optional.of(ballot);
        time.in(nanos, () -> {
            if (incarnation == current) {
                inFlight = Optional.empty();
                written(ballot);
                then.run();
            }
        });
    }

    private void written(Ballot ballot) {
        disk.write(ballot);
        world.watch().persisted(this);
        if (world.tampering().wipedDiskKeepsItsName()) {
            strikeSoon(ballot, () -> world.administrator().loseDisk(this));
        }
    }

    private void crashAndForgetWhatIsInFlight() {
        inFlight = Optional.empty();
        crashAgent(true);
        world.chaos().restart(this, dice.millis(1, 30));
    }

    /** A safeguard was taken away: let what it guards against happen when it hurts, just after a promise. */
    private void strikeSoon(Ballot promise, Runnable fault) {
        boolean promised = promise.promised() > promise.accepted().epoch();
        if (world.isFaulty() && promised && dice.chance(0.3)) {
            time.in(dice.millis(0.1, 40), fault);
        }
    }

    /** Nobody knows whether the new ballot is there; the agent must not say a word more, and ends. */
    private void failToWrite(Ballot ballot) {
        world.tally().count(Fault.FAILING_DISK);
        world.story().tell(id, "cannot write its ballot");
        inFlight = Optional.of(ballot);
        world.troubles().strike(id);
        crashAgent(dice.chance(0.5));
        world.chaos().restart(this, dice.millis(100, 4000));
    }

    Report report() {
        return shell.report();
    }
}
