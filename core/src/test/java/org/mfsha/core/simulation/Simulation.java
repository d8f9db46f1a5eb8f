package org.mfsha.core.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.election.Coordinator.LeaderStage;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Message;
import org.mfsha.core.protocol.Message.Grant;
import org.mfsha.core.protocol.Message.Promise;
import org.mfsha.core.protocol.Message.Renew;
import org.mfsha.core.simulation.Ledger.Contract;
import org.mfsha.core.simulation.Settings.Fault;
import org.mfsha.core.simulation.Tally.Deed;

/** One run: a cluster, its clients, its faults, and the promises that must hold all the while. */
final class Simulation {
    private static final long FIRST_START = 4_000 * Dice.MILLI;
    private static final long CALM = 3_000 * Dice.MILLI;
    private static final long LOOK = 50 * Dice.MILLI;
    private static final int INITIAL_CHANGES = 100;

    private final Dice dice;
    private final Settings settings;
    private final Tampering tampering;
    private final VirtualTime time = new VirtualTime();
    private final Tally tally = new Tally();
    private final Ledger ledger = new Ledger(time);
    private final Troubles troubles = new Troubles(time);
    private final Story story;
    private final Watch watch;
    private final Network network;
    private final Chaos chaos;
    private final Administrator administrator;
    private final Map<NodeId, SimNode> nodes = new LinkedHashMap<>();
    private final Map<NodeId, SimNode> retired = new LinkedHashMap<>();
    private boolean faulty;
    private long nextChange = 1;

    Simulation(long seed, Tampering tampering, boolean telling) {
        this.dice = new Dice(seed);
        this.tampering = tampering;
        this.settings = tampering.settings(Settings.drawnFrom(dice).withPausesDrawnFrom(new Dice(~seed)));
        this.story = new Story(telling, time);
        this.network = new Network(time, dice, tally, this::arrived);
        this.chaos = new Chaos(this);
        this.administrator = new Administrator(this);
        this.watch = new Watch(List.of(
                new OneReachableMaster(),
                new OneLeaseHolder(),
                new OldServiceEndsBeforeNewBegins(ledger),
                new PromotesOnlyWithFreshestReachablePosition(ledger),
                new NoGapInAnyLog(),
                new AcknowledgedChangesSurvive(this, ledger),
                new DivergedHistoriesNeverMerge(ledger),
                new NobodyFarBehindLeads(time, ledger, settings.timing()),
                new ServedEpochsStayHistory(),
                new PausedMeansNoAction(time, tally),
                new EveryCommandIsAnsweredOnce()));
        build();
    }

    private void build() {
        List<NodeId> candidates = names("c", settings.candidates());
        List<NodeId> witnesses = names("w", settings.witnesses());
        new Membership(candidates.getFirst(), candidates, witnesses)
                .voters()
                .forEach(id -> join(new Membership(id, candidates, witnesses)));
        var data = new Log();
        IntStream.range(0, INITIAL_CHANGES).forEach(_ -> data.append(newChange()));
        ledger.acknowledge(data, Contract.ALONE);
        node(candidates.getFirst()).shell().startWith(new Image(0, data));
        if (dice.chance(0.3)) {
            Log older = data.copy();
            older.cutTo(INITIAL_CHANGES / 2);
            node(candidates.get(1)).shell().startWith(new Image(0, older));
        }
    }

    private static List<NodeId> names(String kind, int number) {
        return IntStream.range(0, number).mapToObj(i -> new NodeId(kind + i)).toList();
    }

    // ---------------------------------------------------------------- the run

    /** Runs everything; throws a {@link Violation} when a promise is broken. */
    void run() {
        nodes().forEach(node -> time.in(dice.millis(0, 200), node::start));
        time.in(dice.millis(1, 10), this::clients);
        if (settings.calmStart()) {
            runFor(FIRST_START);
            require(isSettled(), "L1: no leader after the first start");
        }
        faulty = true;
        chaos.start();
        runFor(settings.chaosMillis() * Dice.MILLI);
        heal();
        settle();
        boolean settled = isSettled();
        runFor(CALM);
        require(!settled || isSettled(), "L1: the leader was lost without a fault");
        tally.ended(time);
    }

    private void runFor(long nanos) {
        long until = time.now() + nanos;
        while (time.step(until)) {
            // Everything happens in the step.
        }
    }

    private void heal() {
        chaos.stop();
        faulty = false;
        network.heal();
        story.tell(nodes().getFirst().id(), "everything is healed");
        nodes().forEach(node -> {
            troubles.strike(node.id());
            node.thaw();
            node.shell().replication().unstall();
            node.shell().leading().unhang();
            if (!node.isUp()) {
                node.start();
            }
        });
    }

    private void settle() {
        awaitEndOfPauses();
        long healed = time.now();
        long bound = new SettlingBound(settings).nanos(administrator.isReplacing());
        while (time.now() < healed + bound && !isSettled()) {
            runFor(LOOK);
        }
        if (isSettled()) {
            tally.settled((double) (time.now() - healed) / bound);
        } else if (settings.promisesALeader()) {
            throw new Violation("L1: no settled leader " + bound / Dice.MILLI + " ms after everything was healed");
        } else {
            tally.count(Deed.LEFT_TO_THE_ADMINISTRATOR);
        }
    }

    /** L1 counts from the end of a pause. Each voter's hold ends by itself; a word that is under way may begin another one. */
    private void awaitEndOfPauses() {
        if (!administrator.everPaused()) {
            return;
        }
        long echo = Network.LONGEST_DELAY_MILLIS * Dice.MILLI;
        long longest = 2 * echo + 2 * Administrator.LONGEST_PAUSE_MILLIS * Dice.MILLI;
        long begin = time.now();
        while (time.now() < begin + longest && !isSettled() && (time.now() < begin + echo || isPaused())) {
            runFor(LOOK);
        }
        require(isSettled() || !isPaused(), "L2: a pause does not end");
    }

    private boolean isPaused() {
        return nodes().stream()
                .anyMatch(node -> node.view().flatMap(view -> view.pause()).isPresent());
    }

    private boolean isSettled() {
        return !administrator.isReplacing()
                && leader().filter(leader -> nodes().stream().allMatch(node -> follows(node, leader)))
                        .isPresent();
    }

    private static boolean follows(SimNode node, SimNode leader) {
        return node.view()
                .filter(view -> view.leader().equals(Optional.of(leader.id())))
                .isPresent();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Violation(what);
        }
    }

    // ---------------------------------------------------------------- clients

    private void clients() {
        watch.serviceChanged(nodes());
        for (SimNode node : nodes()) {
            if (node.service().acknowledges()) {
                watch.acknowledges(node);
                Log log = node.shell().image().orElseThrow().log();
                Contract contract = contractOf(node);
                log.append(newChange());
                ledger.acknowledge(log, contract);
                tally.acknowledged(contract);
            }
        }
        time.in(dice.millis(1, 15), this::clients);
    }

    /** The name of a change that was never made before. */
    long newChange() {
        return nextChange++;
    }

    private Contract contractOf(SimNode leader) {
        boolean followed = nodes().stream()
                .filter(node -> node != leader && node.isResponsive())
                .anyMatch(node -> node.shell().isHot()
                        && node.shell().replication().isConnectedTo(leader)
                        && ledger.isFollowedBy(
                                node.shell().image().orElseThrow().log()));
        return followed ? Contract.FOLLOWED : Contract.ALONE;
    }

    // ---------------------------------------------------------------- what nodes do to each other

    void send(NodeId from, NodeId to, Message message) {
        if (message instanceof Promise promise && !promise.rehearsal()) {
            watch.promised(node(from), to, promise);
        }
        if (message instanceof Grant grant) {
            watch.granted(node(from), grant);
        }
        network.send(from, to, tampering.outgoing(from, to, message));
    }

    private void arrived(NodeId from, NodeId to, Message message) {
        Message changed = tampering.incoming(from, to, message);
        node(to).deliver(new Event.Received(from, changed));
    }

    /** A node's agent gets to reading a message. */
    void read(SimNode reader, NodeId from, Message message) {
        if (message instanceof Promise promise && !promise.rehearsal()) {
            watch.promiseArrived(node(from), reader, promise);
        }
        if (message instanceof Renew renew) {
            watch.renewArrived(reader, renew);
        }
    }

    // ---------------------------------------------------------------- who is there

    /** A new member. */
    SimNode join(Membership members) {
        var node = new SimNode(this, members, drawClock());
        nodes.put(members.self(), node);
        return node;
    }

    /** A member that never comes back. */
    void retire(SimNode node) {
        nodes.remove(node.id());
        retired.put(node.id(), node);
    }

    List<SimNode> nodes() {
        return new ArrayList<>(nodes.values());
    }

    /** Members and former members. */
    List<SimNode> everybody() {
        return Stream.concat(nodes.values().stream(), retired.values().stream()).toList();
    }

    SimNode node(NodeId id) {
        return Optional.ofNullable(nodes.get(id))
                .orElseGet(() -> Optional.ofNullable(retired.get(id)).orElseThrow());
    }

    /** Whose mfsmaster runs and listens, reachable or not. */
    Optional<SimNode> listening() {
        return nodes.values().stream()
                .filter(node -> node.service().isListening())
                .findFirst();
    }

    /** The one node that serves clients and knows it. */
    Optional<SimNode> leader() {
        List<SimNode> serving = nodes.values().stream()
                .filter(node -> node.service().isReachable())
                .toList();
        return serving.stream()
                .filter(_ -> serving.size() == 1)
                .filter(node -> node.view()
                        .filter(view -> view.leading().equals(Optional.of(LeaderStage.SERVING)))
                        .isPresent())
                .findFirst();
    }

    /**
     * Whether the cluster can go on without the data of a node: somebody serves the latest epoch that anybody accepted, and
     * another node has its changes. Nobody promises anything when the only copy is lost.
     */
    boolean canSpare(SimNode node) {
        return !administrator.isReplacing()
                && leader().filter(this::servesTheLatestEpoch)
                        .filter(leader -> !node.isCandidate()
                                || nodes().stream().anyMatch(other -> other != node && hasEverything(other, leader)))
                        .isPresent();
    }

    private boolean servesTheLatestEpoch(SimNode leader) {
        return nodes.values().stream()
                .allMatch(node ->
                        node.ballot().accepted().epoch() <= leader.service().epoch()
                                && node.view()
                                        .flatMap(view -> view.bidStage())
                                        .filter("Committing"::equals)
                                        .isEmpty());
    }

    private boolean hasEverything(SimNode node, SimNode leader) {
        return node == leader
                || (node.isResponsive()
                        && node.shell().replication().isConnectedTo(leader)
                        && ledger.isFollowedBy(
                                node.shell().image().orElseThrow().log()));
    }

    /** Whether it is the time of faults. */
    boolean isFaulty() {
        return faulty;
    }

    boolean occurs(Fault fault) {
        return faulty && settings.faults().contains(fault);
    }

    Clock drawClock() {
        int drift = settings.driftPartsPerMillion();
        int wrong = dice.chance(0.3) ? dice.oneOf(List.of(-drift, drift)) : dice.between(-drift, drift);
        return new Clock(dice.millis(1_000, 1_000_000), wrong);
    }

    // ---------------------------------------------------------------- for everybody

    VirtualTime time() {
        return time;
    }

    Dice dice() {
        return dice;
    }

    Settings settings() {
        return settings;
    }

    Tampering tampering() {
        return tampering;
    }

    Network network() {
        return network;
    }

    Chaos chaos() {
        return chaos;
    }

    Administrator administrator() {
        return administrator;
    }

    Troubles troubles() {
        return troubles;
    }

    Tally tally() {
        return tally;
    }

    Watch watch() {
        return watch;
    }

    Story story() {
        return story;
    }
}
