package org.mfsha.lab.failover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.TestLabs;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** A lab with agents, asked the way tests ask. */
public final class Cluster implements AutoCloseable {
    public static final Duration LIMIT = Duration.ofSeconds(40);

    /** In the words of a failure that no second try excuses; {@code make test} looks for them. */
    public static final String PROMISE_BROKEN = "PROMISE BROKEN";

    public static final String SHARED_ADDRESS = "10.77.0.100";

    private final Lab lab;

    private Cluster(Lab lab) {
        this.lab = lab;
    }

    /** Everything is there and nothing runs. */
    public static Cluster prepare(LabSpec spec) throws IOException, InterruptedException {
        return new Cluster(Lab.prepare(spec));
    }

    /** A running cluster with a hot standby. */
    public static Cluster start(LabSpec spec) throws IOException, InterruptedException, TimeoutException {
        Cluster cluster = new Cluster(Lab.up(spec));
        try {
            cluster.calm();
            return cluster;
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException failure) {
            cluster.close();
            throw failure;
        }
    }

    /** Two candidates, a witness, two chunkservers, two clients, under a name nobody else uses. */
    public static LabSpec spec() {
        return LabSpec.named(
                "f" + ProcessHandle.current().pid() + TestLabs.freshName().substring(0, 6));
    }

    public Lab lab() {
        return lab;
    }

    /** Every host is there, linked and unfrozen, somebody leads, every other candidate is hot. */
    public void calm() throws IOException, InterruptedException, TimeoutException {
        for (Host host : lab.hosts()) {
            if (host.hasAgent()) {
                lab.heal(host.name());
                lab.thaw(host.name(), ProcessSelector.ALL);
                Commands.attempt(host.namespace().inside(List.of("nft", "delete", "table", "ip", "fault")));
                lab.start(host.name());
            }
        }
        Await.until(
                "a leader and hot standbys",
                LIMIT,
                () -> lab.leader()
                        .filter(status -> status.nodes().stream()
                                .allMatch(node -> node.reachable()
                                        && (node.hot()
                                                || node.kind().equals("witness")
                                                || status.node().equals(node.name()))))
                        .isPresent());
    }

    public AgentStatus leader() throws IOException, InterruptedException, TimeoutException {
        return lab.awaitLeader(0, LIMIT);
    }

    public AgentStatus awaitLeaderAbove(long epoch) throws IOException, InterruptedException, TimeoutException {
        return lab.awaitLeader(epoch, LIMIT);
    }

    /** The first candidate that is not this one. */
    public String besides(String candidate) {
        return candidates().stream()
                .filter(name -> !name.equals(candidate))
                .findFirst()
                .orElseThrow();
    }

    public List<String> candidates() {
        return lab.hosts().stream()
                .filter(host -> host.kind() == HostKind.CANDIDATE)
                .map(Host::name)
                .toList();
    }

    public void awaitHot(String host) throws IOException, InterruptedException, TimeoutException {
        lab.awaitHot(host, LIMIT);
    }

    /** What one agent says, once it says what is waited for; the failure tells what it said last. */
    public AgentStatus awaitStatus(String host, String what, Predicate<AgentStatus> wanted)
            throws IOException, InterruptedException, TimeoutException {
        List<String> last = new ArrayList<>();
        try {
            return Await.value(host + " says " + what, LIMIT, () -> {
                Optional<AgentStatus> status = status(host);
                last.clear();
                last.add(status.toString());
                return status.filter(wanted);
            });
        } catch (TimeoutException late) {
            TimeoutException telling = new TimeoutException(late.getMessage() + "; it says " + last);
            telling.initCause(late);
            throw telling;
        }
    }

    public void awaitProblem(String host, String... words) throws IOException, InterruptedException, TimeoutException {
        awaitStatus(
                host,
                String.join(" ", words),
                status -> status.problems().stream()
                        .anyMatch(problem -> List.of(words).stream().allMatch(problem::contains)));
    }

    public void awaitNoProblem(String host, String word) throws IOException, InterruptedException, TimeoutException {
        awaitStatus(
                host,
                "nothing of " + word,
                status -> status.problems().stream().noneMatch(problem -> problem.contains(word)));
    }

    private Optional<AgentStatus> status(String host) throws IOException {
        try {
            return Optional.of(lab.agent(host).status());
        } catch (IOException silent) {
            if (!Files.exists(lab.host(host).etc("mfsha.cfg"))) {
                throw silent;
            }
            return Optional.empty();
        }
    }

    /** Ends the agent of a host, and so its mfsmaster, and waits until both are gone and the leader, if any, knows. */
    public void stopAgent(String host) throws IOException, InterruptedException, TimeoutException {
        lab.kill(host, ProcessSelector.AGENT);
        Await.until(
                "end of everything on " + host,
                LIMIT,
                () -> lab.processes(host, ProcessSelector.ALL).isEmpty());
        Await.until(
                "leader to miss " + host,
                LIMIT,
                () -> lab.leader()
                        .flatMap(status -> status.node(host))
                        .filter(AgentStatus.Node::reachable)
                        .isEmpty());
    }

    /** The agent's whole log. */
    public String log(String host) throws IOException {
        return Files.readString(lab.host(host).logDirectory().resolve("agent.log"), StandardCharsets.UTF_8);
    }

    public void awaitLog(String host, String words) throws IOException, InterruptedException, TimeoutException {
        Await.until(
                "\"" + words + "\" in the log of " + host,
                LIMIT,
                () -> log(host).contains(words));
    }

    /** Changes a setting of an agent's configuration; it is read at the next start. */
    public void set(String host, String key, String value) throws IOException {
        Path file = lab.host(host).etc("mfsha.cfg");
        List<String> lines = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith(key + " ="))
                .collect(Collectors.toCollection(ArrayList::new));
        lines.add(key + " = " + value);
        Files.write(file, lines);
    }

    /** Runs a command on a host. */
    public Commands.Result on(String host, String... command) throws IOException, InterruptedException {
        return Commands.attempt(lab.host(host).namespace().inside(List.of(command)));
    }

    @Override
    public void close() throws IOException {
        Path kept =
                Path.of(System.getProperty("mfsha.root", "")).resolve("build").resolve("failover-logs");
        try {
            lab.copyLogs(kept.resolve(lab.spec().name()));
        } finally {
            lab.close();
        }
    }
}
