package org.mfsha.agent.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.mfsha.agent.address.KnownConnections;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.agent.archive.keeping.ArchiveDuty;
import org.mfsha.agent.archive.keeping.Live;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.Node;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.peer.ClientConnection;
import org.mfsha.agent.peer.NodeStatus;
import org.mfsha.agent.peer.PeerMessage;
import org.mfsha.agent.replica.PeerChanges;
import org.mfsha.agent.replica.Replica;
import org.mfsha.agent.replica.Steward;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.agent.takeover.TakeoverRecord;
import org.mfsha.agent.transport.StreamLimits;
import org.mfsha.agent.transport.StreamServer;
import org.mfsha.agent.verify.Subject;
import org.mfsha.agent.verify.VerificationLog;
import org.mfsha.agent.verify.Verifier;
import org.mfsha.agent.verify.VerifyDuty;
import org.mfsha.core.NodeId;
import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Event;
import org.mfsha.linux.net.Firewall;
import org.mfsha.moosefs.takeover.LostChange;
import org.mfsha.moosefs.wire.MooseVersion;

/** What a candidate has and a witness has not: metadata, an mfsmaster, the shared address. */
final class Candidate implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Candidate.class.getName());

    private static final int LOGGED = 1_000;

    private final Config config;
    private final PeerBoard peers;
    private final History history;
    private final LostFiles lostFiles;
    private final Agency agency;
    private final BiConsumer<NodeId, PeerMessage> network;
    private final SharedAddress address;
    private final AddressWatch addressWatch;
    private final Replica replica;
    private final VerificationLog verifications;
    private final VerifyDuty verifyDuty;
    private final ArchiveDuty archiveDuty;
    private final StreamServer server;
    private final AtomicLong collections = new AtomicLong();

    Candidate(
            Config config,
            ClusterKey key,
            PeerChanges.Streams streams,
            PeerBoard peers,
            KnownConnections connections,
            History history,
            LostFiles lostFiles,
            Agency agency,
            BiConsumer<NodeId, PeerMessage> network)
            throws IOException {
        this.config = config;
        this.peers = peers;
        this.history = history;
        this.lostFiles = lostFiles;
        this.agency = agency;
        this.network = network;
        AddressConfig shared = config.address().orElseThrow();
        this.address = new SharedAddress(shared, Firewall.open(shared.address()), connections);
        this.addressWatch = new AddressWatch(shared, address, peers);
        var launcher = new MasterLauncher(config, config.local().dataPath().resolve("run"));
        removeLeftovers(launcher);
        var store = new ImageStore(config.local().dataPath(), launcher.ownership());
        this.replica = new Replica(config, store, launcher, address, connections, streams, new Outlet());
        this.verifications = VerificationLog.open(config.local().dataPath().resolve("verifications.jsonl"));
        var verifier = new Verifier(store, launcher);
        verifier.clearLeftovers();
        this.verifyDuty = new VerifyDuty(
                new Charge(),
                verifier::verify,
                verifications,
                Duration.ofHours(config.master().verifyHours()));
        this.archiveDuty = new ArchiveDuty(new Past(), store, config.archive(), Clock.systemUTC());
        this.server = new StreamServer(
                agentAddress(config.cluster().self()),
                config.cluster().self().name(),
                key,
                StreamLimits.DEFAULT,
                this::answer);
    }

    /** An agent that died together with its guard may have left the address on the interface; one alone, for a moment, a guard. */
    private static void removeLeftovers(MasterLauncher launcher) throws IOException {
        try {
            launcher.awaitEndOfLeftovers();
            launcher.removeLeftoverAddress();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at the start", e);
        }
    }

    /** The rest of this agent, which is made later. */
    interface Agency {
        CoreLoop core();

        Switchover switchover();

        PauseVerbs pauseVerbs();

        /** Whether an administrator wants nothing to happen now. */
        boolean isPaused();

        VerifyVerb verifyVerb();

        /** Whether this node never accepted an epoch. */
        boolean isNewMember();
    }

    private void answer(String request, InputStream body, OutputStream response) throws IOException {
        if (request.equals(Switchover.REQUEST)) {
            String target = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            response.write(agency.switchover().passedOn(target).getBytes(StandardCharsets.UTF_8));
        } else if (request.equals(PauseVerbs.PAUSE)) {
            String wish = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            response.write(agency.pauseVerbs().pausePassedOn(wish).getBytes(StandardCharsets.UTF_8));
        } else if (request.equals(PauseVerbs.RESUME)) {
            response.write(agency.pauseVerbs().resumePassedOn().getBytes(StandardCharsets.UTF_8));
        } else if (request.equals(VerifyVerb.REQUEST)) {
            String run = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            response.write(agency.verifyVerb().passedOn(run).getBytes(StandardCharsets.UTF_8));
        } else {
            replica.answer(request, body, response);
        }
    }

    /** Returns when it knows what data is here. */
    void start() throws IOException {
        replica.steward().start();
        verifyDuty.start();
        archiveDuty.start();
    }

    Steward steward() {
        return replica.steward();
    }

    VerifyDuty verifyDuty() {
        return verifyDuty;
    }

    /** What somebody should look at that concerns this node's data. */
    List<String> problems() {
        return Stream.concat(verifyDuty.problems().stream(), archiveDuty.problems().stream())
                .toList();
    }

    VerificationLog verifications() {
        return verifications;
    }

    AddressWatch addressWatch() {
        return addressWatch;
    }

    private InetSocketAddress agentAddress(Node node) {
        return new InetSocketAddress(node.address(), config.cluster().agentPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        verifyDuty.close();
        archiveDuty.close();
        replica.steward().close();
        address.close();
    }

    /** The standby whose image is verified. */
    private final class Charge implements VerifyDuty.Charge {
        @Override
        public Optional<Subject> subject() {
            return replica.steward().subject();
        }

        @Override
        public boolean isPaused() {
            return agency.isPaused();
        }

        @Override
        public void distrust(Path image) {
            replica.steward().distrust(image);
        }
    }

    /** What is archived. */
    private final class Past implements ArchiveDuty.Charge {
        @Override
        public Optional<Live> live() {
            return replica.steward().live();
        }

        @Override
        public void dropChangesBefore(long version) throws IOException {
            replica.steward().dropChangesBefore(version);
        }
    }

    /** The replica's news, for whom they concern. */
    private final class Outlet implements Replica.Outlet {
        @Override
        public void event(Event event) {
            agency.core().post(event);
        }

        @Override
        public void changed() {
            agency.core().selfChanged();
        }

        @Override
        public void guardSuspended() {
            agency.core().guardSuspended();
        }

        @Override
        public void lost(long epoch, List<LostChange> changes) {
            LOG.log(
                    Level.ERROR,
                    "{0} changes never became history, lost with epoch {1}; `mfsha history --lost {1}` lists them:",
                    changes.size(),
                    epoch);
            List<String> named =
                    changes.stream().limit(LOGGED).map(LostChange::sentence).toList();
            named.forEach(change -> LOG.log(Level.ERROR, "lost: {0}", change));
            history.addLost(epoch, named, kept(epoch, changes));
        }

        private long kept(long epoch, List<LostChange> changes) {
            try {
                return lostFiles.add(epoch, changes);
            } catch (IOException e) {
                LOG.log(Level.ERROR, "the list of lost changes cannot be written", e);
                return changes.size();
            }
        }

        @Override
        public Optional<Position> leaderPosition() {
            return peers.leaderPosition();
        }

        @Override
        public Optional<String> obstacle() {
            return addressWatch.obstacle().or(this::oldMaster);
        }

        /** What a newer mfsmaster wrote an older one may not understand, nor what newer clients and chunkservers say. */
        private Optional<String> oldMaster() {
            Optional<MooseVersion> own = MooseVersion.told(replica.steward().masterVersion());
            Optional<MooseVersion> leaders =
                    peers.latestLeader().flatMap(leader -> MooseVersion.told(leader.masterVersion()));
            return own.filter(version -> leaders.filter(newer -> version.compareTo(newer) < 0)
                            .isPresent())
                    .map(version -> "its mfsmaster " + version + " is older than the leader's " + leaders.orElseThrow()
                            + ": install the same version and restart mfsha there");
        }

        @Override
        public Optional<Long> leaderMetadataId() {
            return peers.latestLeader().map(NodeStatus::metadataId).filter(id -> id != 0);
        }

        @Override
        public boolean isNewMember() {
            return agency.isNewMember();
        }

        @Override
        public boolean isPaused() {
            return agency.isPaused();
        }

        @Override
        public boolean mayCreateMetadata() {
            ClusterConfig cluster = config.cluster();
            List<NodeStatus> others = peers.reachable();
            boolean allThere = others.size() == cluster.peers().size();
            boolean nobodyHasData = others.stream().allMatch(NodeStatus::blank);
            boolean first = cluster.candidates().getFirst().equals(cluster.self());
            return allThere && nobodyHasData && first;
        }

        @Override
        public void tookOver(TakeoverRecord takeover) {
            history.add(takeover);
        }

        @Override
        public void share(long epoch, List<ClientConnection> connections) {
            for (PeerMessage message : KnownConnections.messages(epoch, collections.incrementAndGet(), connections)) {
                for (Node peer : config.cluster().peers()) {
                    network.accept(new NodeId(peer.name()), message);
                }
            }
        }
    }
}
