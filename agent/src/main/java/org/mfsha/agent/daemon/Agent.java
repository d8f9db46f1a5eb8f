package org.mfsha.agent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.Node;
import org.mfsha.agent.config.NodeKind;
import org.mfsha.agent.config.TimingConfig;
import org.mfsha.agent.peer.PeerMessage;
import org.mfsha.agent.replica.Steward;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.DatagramSecurity;
import org.mfsha.agent.security.KeyException;
import org.mfsha.agent.security.KeyFile;
import org.mfsha.agent.store.BallotFile;
import org.mfsha.agent.store.Electorate;
import org.mfsha.agent.store.ElectorateFile;
import org.mfsha.agent.store.SessionNumber;
import org.mfsha.agent.transport.DatagramTransport;
import org.mfsha.agent.transport.StreamClient;
import org.mfsha.agent.transport.StreamLimits;
import org.mfsha.core.Membership;
import org.mfsha.core.NodeId;
import org.mfsha.core.Timing;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Decider;
import org.mfsha.core.election.PauseView;
import org.mfsha.core.external.ExternalCoordinator;
import org.mfsha.core.protocol.Action.Ballot;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;
import org.mfsha.linux.BootClock;
import org.mfsha.linux.ProcessProtection;
import org.mfsha.linux.net.InterfaceAddresses;

/**
 * The daemon of one node. Everything is made and connected here, in the order in which it depends on each other:
 *
 * <pre>
 * network --> core loop --> action runner --> steward (candidates only) --> guard, gate, mfsmaster
 *    ^            ^                               |
 *    +--- gossip  +------------- events ----------+
 * </pre>
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Agent.class.getName());
    /** Whoever is asked during a takeover is alive and near, or not worth waiting for. */
    private static final StreamLimits ASKING = new StreamLimits(
            Duration.ofMillis(700),
            Duration.ofSeconds(3),
            StreamLimits.DEFAULT.deadline(),
            StreamLimits.DEFAULT.maxConnections(),
            StreamLimits.DEFAULT.maxStrangers());

    private static final long GOSSIP_MILLIS = 500;
    private static final long ADDRESS_MILLIS = 200;
    private static final long TRIM_MILLIS = 1_000;
    private static final Duration ADDRESS_LOOK = Duration.ofSeconds(3);

    private final Config config;
    private final InstanceLock lock;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final PeerBoard peers = new PeerBoard();
    private final KnownConnections connections = new KnownConnections();
    private final ViewBoard view;
    private final Network network;
    private final long rules;
    private final History history;
    private final DatagramTransport transport;
    private final StreamClient streams;
    private final Optional<Candidate> candidate;
    private final CoreLoop core;
    private final Gossip gossip;
    private final Switchover switchover;
    private final PauseBoard pauses;
    private final PauseVerbs pauseVerbs;
    private final VerifyVerb verifyVerb;
    private final ElectorVerbs electorVerbs;
    private final ControlVerbs verbs;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("timer").unstarted(task));

    private Agent(Config config, ClusterKey key, InstanceLock lock) throws IOException {
        this.config = config;
        this.lock = lock;
        ClusterConfig cluster = config.cluster();
        Path dataPath = config.local().dataPath();
        Files.createDirectories(dataPath);
        this.history = History.open(dataPath.resolve("history.jsonl"));
        var electorate = new Electorate(
                cluster.nodes().stream().map(Node::name).toList(),
                config.timing().leaseMillis());
        var ballots = new BallotFile(dataPath.resolve("ballot"));
        long session = SessionNumber.next(dataPath);
        Ballot ballot = session == 1 ? ballots.begin() : ballots.load();
        Admission admission = admission(electorate, ballot);
        // Who elects otherwise must neither be heard nor answered.
        this.rules = cluster.isExternal() ? ~electorate.fingerprint() : electorate.fingerprint();
        this.pauses = new PauseBoard(this::pause);
        this.network = new Network(peers, pauses, connections, rules);
        var lostFiles = new LostFiles(dataPath.resolve("lost"));

        var random = new SecureRandom();
        var security = new DatagramSecurity(
                key,
                cluster.self().name(),
                cluster.peers().stream().map(Node::name).collect(Collectors.toSet()),
                session,
                random);
        this.transport = new DatagramTransport(
                agentAddress(cluster.self()),
                cluster.peers().stream().collect(Collectors.toMap(Node::name, this::agentAddress)),
                security,
                network.inbox());
        this.streams = new StreamClient(cluster.self().name(), key, ASKING);

        this.candidate = cluster.self().kind() == NodeKind.CANDIDATE
                ? Optional.of(new Candidate(
                        config,
                        key,
                        this::ask,
                        peers,
                        connections,
                        history,
                        lostFiles,
                        new Candidate.Agency() {
                            @Override
                            public CoreLoop core() {
                                return core;
                            }

                            @Override
                            public boolean isNewMember() {
                                return view.get().ballot().accepted().records().isEmpty();
                            }

                            @Override
                            public Switchover switchover() {
                                return switchover;
                            }

                            @Override
                            public PauseVerbs pauseVerbs() {
                                return pauseVerbs;
                            }

                            @Override
                            public boolean isPaused() {
                                return view.get().pause().isPresent();
                            }

                            @Override
                            public VerifyVerb verifyVerb() {
                                return verifyVerb;
                            }
                        },
                        this::send))
                : Optional.empty();
        Optional<Steward> steward = candidate.map(Candidate::steward);

        Decider decider = decider(ballot);
        this.view = new ViewBoard(decider.view(BootClock.nanos()));
        var clock = new ElectionClock();
        var runner = new ActionRunner(
                changed -> {
                    if (steward.isPresent() && leadsIn(changed)) {
                        // The epoch begins where this node's data ends, after a power cut too.
                        steward.get().secure();
                    }
                    ballots.save(changed);
                    admission.accepted(changed.accepted().epoch());
                },
                (to, message) -> send(to, new PeerMessage.Decision(rules, message)),
                steward,
                clock);
        this.core = new CoreLoop(
                decider,
                () -> steward.map(Steward::report).orElse(Report.EMPTY),
                runner,
                seen -> {
                    clock.observe(seen);
                    view.set(seen);
                },
                failed::countDown);
        this.gossip = new Gossip(
                view,
                cluster.self().name(),
                candidate.isPresent(),
                steward,
                candidate.map(Candidate::addressWatch),
                history);
        var status = new StatusBoard(
                config,
                peers,
                gossip,
                view,
                transport,
                history,
                pauses,
                () -> candidate.map(Candidate::problems).orElse(List.of()));
        this.switchover = new Switchover(new NodeId(cluster.self().name()), view, core, this::ask);
        this.pauseVerbs = new PauseVerbs(new NodeId(cluster.self().name()), view, pauses, core, this::ask);
        var lost = new LostVerb(config.cluster().self().name(), history, lostFiles);
        this.verifyVerb = new VerifyVerb(
                cluster,
                candidate.map(Candidate::verifyDuty),
                () -> steward.map(Steward::whyNotHot).orElse(""),
                this::ask);
        this.electorVerbs = new ElectorVerbs(
                view,
                core,
                Duration.ofMillis(cluster.settleMillis() + config.master().startDeadlineMillis()));
        this.verbs = new ControlVerbs(
                config.local().controlSocket(),
                status,
                history,
                lost,
                switchover,
                pauseVerbs,
                verifyVerb,
                electorVerbs,
                candidate.map(Candidate::verifications));
    }

    /**
     * Starts the daemon.
     *
     * @throws IOException when it cannot start; the message says why and what to do
     */
    public static Agent start(Config config) throws IOException {
        for (String refused : ProcessProtection.apply()) {
            LOG.log(Level.WARNING, "going on without full protection: {0}", refused);
        }
        checkHost(config);
        InstanceLock lock = InstanceLock.take(config.local().dataPath());
        try {
            var agent = new Agent(config, KeyFile.read(config.local().keyFile()), lock);
            agent.run();
            return agent;
        } catch (KeyException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Admission admission(Electorate electorate, Ballot ballot) throws IOException {
        try {
            return Admission.ask(
                    new ElectorateFile(config.local().dataPath().resolve("electorate")),
                    electorate,
                    config.timing().driftMarginMillis(),
                    ballot,
                    Thread::sleep);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the start", e);
        }
    }

    private boolean leadsIn(Ballot ballot) {
        return ballot.accepted()
                .last()
                .filter(last ->
                        last.leader().name().equals(config.cluster().self().name()))
                .isPresent();
    }

    private static void checkHost(Config config) throws IOException {
        if (config.cluster().self().kind() == NodeKind.CANDIDATE && InterfaceAddresses.nonlocalBindAllowed()) {
            throw new IOException("net.ipv4.ip_nonlocal_bind is 1 on this host: an mfsmaster could listen on the shared"
                    + " address without having it; set it to 0 (sysctl -w net.ipv4.ip_nonlocal_bind=0, and look into"
                    + " /etc/sysctl.d for who turned it on)");
        }
    }

    private void run() throws IOException {
        // What this node has comes first: a vote without it would let the others lead without it.
        if (candidate.isPresent()) {
            candidate.get().start();
        }
        core.start();
        network.start(core::post, history);
        var _ = timer.scheduleAtFixedRate(this::tellOthers, 0, GOSSIP_MILLIS, TimeUnit.MILLISECONDS);
        var _ = timer.scheduleWithFixedDelay(
                HeapTrim.ofThisProcess()::look, TRIM_MILLIS, TRIM_MILLIS, TimeUnit.MILLISECONDS);
        candidate.filter(_ -> config.cluster().isExternal()).ifPresent(this::lookForAddress);
        candidate.ifPresent(
                own -> Thread.ofPlatform().daemon().name("address-watch").start(() -> watchAddress(own)));
        verbs.start();
        LOG.log(
                Level.INFO,
                "{0} is up: {1} of {2}",
                config.cluster().self().name(),
                config.cluster().self().kind().name().toLowerCase(java.util.Locale.ROOT),
                config.cluster().nodes());
    }

    private void tellOthers() {
        try {
            var message = new PeerMessage.Gossip(rules, gossip.now());
            config.cluster().peers().forEach(peer -> send(new NodeId(peer.name()), message));
            pauses.own()
                    .map(notice -> new PeerMessage.PauseNews(rules, notice))
                    .ifPresent(news -> config.cluster().peers().forEach(peer -> send(new NodeId(peer.name()), news)));
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "cannot tell the others", e); // The timer would end silently otherwise.
        }
    }

    private void watchAddress(Candidate own) {
        try {
            while (failed.getCount() > 0) {
                own.addressWatch().look();
                core.selfChanged();
                own.addressWatch().listen(ADDRESS_LOOK, failed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<PauseView> pause() {
        return view.get().pause();
    }

    private void send(NodeId to, PeerMessage message) {
        Network.send(transport, to, message);
    }

    private InputStream ask(NodeId node, String request, byte[] body) throws IOException {
        InetSocketAddress address =
                agentAddress(config.cluster().node(node.name()).orElseThrow());
        return streams.request(node.name(), address, request, body);
    }

    private InetSocketAddress agentAddress(Node node) {
        return new InetSocketAddress(node.address(), config.cluster().agentPort());
    }

    private Decider decider(Ballot ballot) {
        Membership members = membership(config.cluster());
        Timing timing = timing(config.timing());
        long settleNanos = TimeUnit.MILLISECONDS.toNanos(config.cluster().settleMillis());
        return config.cluster().isExternal()
                ? new ExternalCoordinator(members, timing, settleNanos, ballot, BootClock.nanos())
                : new Coordinator(members, timing, ballot, BootClock.nanos());
    }

    private void lookForAddress(Candidate own) {
        var _ = timer.scheduleWithFixedDelay(
                () -> core.post(new Event.AddressSeen(own.addressWatch().isHere())),
                0,
                ADDRESS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static Membership membership(ClusterConfig cluster) {
        Function<List<Node>, List<NodeId>> ids =
                nodes -> nodes.stream().map(node -> new NodeId(node.name())).toList();
        return new Membership(
                new NodeId(cluster.self().name()), ids.apply(cluster.candidates()), ids.apply(cluster.witnesses()));
    }

    private static Timing timing(TimingConfig config) {
        return Timing.ofMillis(
                config.leaseMillis(), config.renewMillis(), config.detectionMillis(), config.driftMarginMillis());
    }

    /** Waits until the daemon must end because it cannot go on. */
    public void awaitFailure() throws InterruptedException {
        failed.await();
    }

    /** A leader that ends in good order does not make its clients wait for its lease to run out. */
    private void handOver() {
        try {
            if (config.cluster().isExternal()) {
                electorVerbs.demoteBeforeTheEnd();
            } else if (view.get().leading().isPresent() && !switchover.handOverBeforeTheEnd()) {
                LOG.log(
                        Level.WARNING,
                        pause().isPresent()
                                ? "ending in a pause: mfsmaster ends too, and nobody takes over. Start this agent again;"
                                        + " then `mfsha resume` ends the pause"
                                : "ending without a successor: no standby could take over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops: hands over if it leads, mfsmaster is killed, the shared address given up, the files stay. */
    @Override
    public void close() throws IOException {
        handOver();
        timer.shutdownNow();
        verbs.close();
        try {
            core.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (candidate.isPresent()) {
            candidate.get().close();
        }
        streams.close();
        transport.close();
        lock.close();
    }
}
