package org.mfsha.lab;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.mfsha.lab.control.Agent;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.control.Takeover;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.NetworkNamespace;
import org.mfsha.lab.system.Signals;

/**
 * A running lab. Methods that do something to a host take its name. Not bound to the process that made it: several
 * processes may use one lab at once. Needs root.
 */
public final class Lab implements AutoCloseable {
    /** The address that the leader has, in every lab. */
    public static final String SHARED_ADDRESS = LabNetwork.SHARED_ADDRESS;

    private static final Duration FIRST_LEADER_LIMIT = Duration.ofMinutes(1);

    private final LabSpec spec;
    private final List<Host> hosts;
    private final LabNetwork network;
    private final Daemons daemons;
    private final Agents agents;

    Lab(LabSpec spec) throws IOException {
        Commands.prepare();
        this.spec = spec;
        this.hosts = spec.hosts();
        this.network = new LabNetwork(spec.name());
        this.daemons = new Daemons(spec);
        this.agents = new Agents(hosts);
    }

    /**
     * Makes a lab and starts everything in it. With agents it returns when there is a leader. On failure nothing is
     * left behind.
     *
     * @throws LabException if there is such a lab already, or a daemon does not start
     */
    public static Lab up(LabSpec spec) throws IOException, InterruptedException {
        return new LabCreation(spec).up();
    }

    /** Makes a lab in which nothing runs yet, so that its hosts' files can still be changed. */
    public static Lab prepare(LabSpec spec) throws IOException, InterruptedException {
        return new LabCreation(spec).prepare();
    }

    /** Finds a lab made earlier, by this process or another one, in the default home. */
    public static Lab open(String name) throws IOException {
        return new Lab(LabSpec.load(LabNames.defaultHome(), name));
    }

    /** Removes a lab of the default home, or what is left of one. None at all is no error. */
    public static void down(String name) throws IOException, InterruptedException {
        new Teardown(LabNames.defaultHome(), name).run();
    }

    /** What this lab consists of. */
    public LabSpec spec() {
        return spec;
    }

    /** Its hosts, in the order in which they start. */
    public List<Host> hosts() {
        return hosts;
    }

    /** The namespace with the bridge, where everything between hosts can be seen on {@code br0}. */
    public NetworkNamespace wire() {
        return LabNames.network(spec.name());
    }

    /** The host of this name. */
    public Host host(String name) throws LabException {
        return hosts.stream()
                .filter(host -> host.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new LabException("no host \"" + name + "\" in lab " + spec.name() + "; there are "
                        + hosts.stream().map(Host::name).collect(Collectors.joining(" "))));
    }

    /** Cuts the host off the network; the host itself keeps its carrier. */
    public void cut(String host) throws IOException, InterruptedException {
        network.cut(host(host));
    }

    /** Pulls the host's cable: its carrier goes too. */
    public void unplug(String host) throws IOException, InterruptedException {
        network.unplug(host(host));
    }

    /** Mends the link of a host that was cut off or unplugged; nothing else changes there. */
    public void heal(String host) throws IOException, InterruptedException {
        network.heal(host(host));
    }

    /**
     * Kills processes (SIGKILL), without waiting until they are gone.
     *
     * @return how many there were
     */
    public int kill(String host, ProcessSelector selector) throws IOException, InterruptedException {
        return signal(host, selector, Signals.KILL);
    }

    /** Stops processes (SIGSTOP); returns how many there were. */
    public int freeze(String host, ProcessSelector selector) throws IOException, InterruptedException {
        return signal(host, selector, Signals.STOP);
    }

    /** Continues processes (SIGCONT); returns how many there were. */
    public int thaw(String host, ProcessSelector selector) throws IOException, InterruptedException {
        return signal(host, selector, Signals.CONT);
    }

    /**
     * Takes the host's power away: its link is cut, so that nobody hears it die, every process is killed, and what only
     * a running kernel knows (addresses besides its own, packet filters) is gone. Its files stay.
     */
    public void powerOff(String host) throws IOException, InterruptedException {
        Host victim = host(host);
        network.cut(victim);
        victim.namespace().killAll();
        network.forgetRuntimeState(victim);
    }

    /** Brings a host back: its link is mended, and what belongs there is started. */
    public void powerOn(String host) throws IOException, InterruptedException {
        heal(host);
        start(host);
    }

    /** Starts what belongs on the host and does not run. Waits for daemons of MooseFS, not for agents. */
    public void start(String host) throws IOException, InterruptedException {
        daemons.start(host(host));
    }

    /**
     * Starts everything, agents first. With agents the rest waits until there is a leader.
     *
     * @throws LabException if no agent leads within a minute, or a daemon does not start
     */
    public void startAll() throws IOException, InterruptedException {
        for (Host host : hosts) {
            if (host.hasAgent()) {
                start(host.name());
            }
        }
        if (!spec.bare()) {
            awaitFirstLeader();
        }
        for (Host host : hosts) {
            if (!host.hasAgent()) {
                start(host.name());
            }
        }
    }

    private void awaitFirstLeader() throws IOException, InterruptedException {
        try {
            awaitLeader(0, FIRST_LEADER_LIMIT);
        } catch (TimeoutException none) {
            StringBuilder story = new StringBuilder("no agent leads within " + FIRST_LEADER_LIMIT.toSeconds() + " s");
            for (Host host : hosts) {
                logTail(host.name(), 15).forEach(line -> story.append('\n').append(line));
            }
            throw new LabException(story.toString(), none);
        }
    }

    /** Mounts the file system on a client, unless it is mounted; returns where. */
    public Path mount(String client) throws IOException, InterruptedException {
        Host host = host(client);
        if (host.kind() != HostKind.CLIENT) {
            throw new LabException(client + " is no client");
        }
        daemons.start(host);
        return host.mountPoint();
    }

    /** The processes on a host that are meant. */
    public List<HostProcess> processes(String host, ProcessSelector selector) throws IOException {
        return new HostProcesses(host(host)).matching(selector);
    }

    /** Every host as it is now. A hanging agent costs a second. */
    public List<HostView> status() throws IOException, InterruptedException {
        Set<String> linked = network.attached();
        List<HostView> views = new ArrayList<>();
        for (Host host : hosts) {
            views.add(new HostView(
                    host,
                    linked.contains(host.name()),
                    new HostProcesses(host).all(),
                    host.hasAgent() ? Agents.status(host) : Optional.empty()));
        }
        return views;
    }

    /** What the leader's agent says; empty when no agent leads. */
    public Optional<AgentStatus> leader() throws InterruptedException {
        return agents.leader();
    }

    /** The agent of a host. */
    public Agent agent(String host) throws LabException {
        return new Agent(host(host).controlSocket());
    }

    /** The leaderships so far, oldest first, as the leader knows them. */
    public List<Takeover> history() throws IOException, InterruptedException {
        AgentStatus leader = leader().orElseThrow(() -> new LabException("no leader to ask"));
        return agent(leader.node()).history();
    }

    /** Asks the leader to hand over, to this candidate or to whoever is best. */
    public void switchover(Optional<String> target) throws IOException, InterruptedException {
        AgentStatus leader = leader().orElseThrow(() -> new LabException("no leader to hand over"));
        agent(leader.node()).switchover(target);
    }

    /** Waits until some agent leads an epoch above this one; returns what it says. */
    public AgentStatus awaitLeader(long aboveEpoch, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        return Await.value(
                "a leader above epoch " + aboveEpoch,
                limit,
                () -> leader().filter(status -> status.epoch() > aboveEpoch && status.leaseRemainingMillis() > 0));
    }

    /** Waits until the leader knows this candidate as a hot standby. */
    public void awaitHot(String host, Duration limit) throws IOException, InterruptedException, TimeoutException {
        Await.until(
                host + " as a hot standby",
                limit,
                () -> leader().flatMap(status -> status.node(host))
                        .filter(AgentStatus.Node::hot)
                        .isPresent());
    }

    /** Copies all log files to {@code directory/HOST/}. */
    public void copyLogs(Path directory) throws IOException {
        for (Host host : hosts) {
            Path target = Files.createDirectories(directory.resolve(host.name()));
            for (Path log : Logs.of(host)) {
                Files.copy(log, target.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The last lines of each log of a host, under the file's name. */
    public List<String> logTail(String host, int lines) throws IOException {
        List<String> tail = new ArrayList<>();
        for (Path log : Logs.of(host(host))) {
            tail.add("==> " + log + " <==");
            tail.addAll(Logs.tail(log, lines));
        }
        return tail;
    }

    /** Removes the lab: processes, mounts, namespaces, files. */
    public void remove() throws IOException, InterruptedException {
        new Teardown(spec.home(), spec.name()).run();
    }

    /** Does the same as {@link #remove()}. */
    @Override
    public void close() throws IOException {
        try {
            remove();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException unfinished = new InterruptedIOException("lab " + spec.name() + " is not removed");
            unfinished.initCause(interrupted);
            throw unfinished;
        }
    }

    private int signal(String host, ProcessSelector selector, Signals signal) throws IOException, InterruptedException {
        return new HostProcesses(host(host)).signal(selector, signal);
    }
}
