package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.load.Completion;
import org.mfsha.lab.load.Operation;
import org.mfsha.lab.load.Verified;
import org.mfsha.lab.load.Workload;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import tools.jackson.jr.ob.JSON;

/** A host is lost with changes that nobody else has, and comes back with them. */
@Tag("lab")
@RequiresLab
@Timeout(400)
class LostChangesLabTest {
    private static final String DIRECTORY = "/metadata-lost/";
    private static final int METADATA_THREADS = 2;

    /** Voters insist on what the leader had ten seconds before its last word: all must be over by then. */
    private static final Duration ALONE_LIMIT = Duration.ofSeconds(6);

    private static final int ALONE_OPERATIONS = 20;

    /** A change may have been made this long before its master got to send it. */
    private static final long UNSENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A busy machine needs its time to load the metadata. */
    private static final Duration RETURN_LIMIT = Duration.ofMinutes(2);

    private static final Duration HANGING = Duration.ofSeconds(30);
    private static final Duration REST = Duration.ofMillis(3);

    private Cluster cluster;
    private Workload workload;

    @BeforeEach
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec());
        workload = new Workload(cluster.lab().mount("client1"), cluster.lab().mount("client2"), "lost", 1, REST);
        workload.awaitProgress(System.nanoTime(), 100, Cluster.LIMIT);
    }

    @AfterEach
    void removeCluster() throws IOException {
        if (workload != null) {
            workload.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theReturningHostListsExactlyTheOperationsThatAreMissing() throws Exception {
        AgentStatus before = cluster.leader();
        String lostHost = before.node();

        long silencedFrom = System.nanoTime();
        silenceMetaloggers(lostHost);
        long silenced = System.nanoTime();
        Await.until(
                "operations that nobody else hears of",
                ALONE_LIMIT,
                () -> operations(silenced, System.nanoTime()).size() >= ALONE_OPERATIONS);
        long struckFrom = System.nanoTime();
        cluster.lab().cut(lostHost);
        long struck = System.nanoTime();
        cluster.lab().powerOff(lostHost);

        AgentStatus after = cluster.awaitLeaderAbove(before.epoch());
        Verified found = workload.verifyAllBut(HANGING);
        assertThat(found.missing()).isNotEmpty();
        cluster.lab().powerOn(lostHost);
        String epoch = Long.toString(after.epoch());
        Await.until(
                "the list of what " + lostHost + " had alone",
                RETURN_LIMIT,
                () -> history(lostHost, "--lost", epoch).exit() == 0);

        List<Map<String, Object>> listed = lost(lostHost, after.epoch());
        Set<String> names = keys(listed);
        List<Completion> all = operations(silencedFrom - UNSENT_NANOS, System.nanoTime());
        Set<String> certain =
                keys(all.stream().filter(done -> done.beginNanos() - silenced > 0 && done.endNanos() - struckFrom < 0));
        Set<String> possible = keys(all.stream().filter(done -> done.beginNanos() - struck < 0));
        assertThat(certain).hasSizeGreaterThanOrEqualTo(ALONE_OPERATIONS / 2);
        assertThat(names).containsAll(certain);
        names.removeAll(possible);
        assertThat(names)
                .as("listed, and not acknowledged: one that each thread was still waiting for")
                .hasSizeLessThanOrEqualTo(METADATA_THREADS);
        Set<String> paths = paths(listed);
        assertThat(found.missing())
                .allSatisfy(missing -> assertThat(paths)
                        .as("names in the list, for %s", missing)
                        .contains("/"
                                + missing.operation()
                                        .target()
                                        .orElse(missing.operation().path())));
        assertTheCommandTellsPeople(lostHost, after);
    }

    private void assertTheCommandTellsPeople(String lostHost, AgentStatus after) throws Exception {
        assertThat(history(lostHost, "--lost", Long.toString(after.epoch())))
                .returns(0, Commands.Result::exit)
                .extracting(Commands.Result::output)
                .asString()
                .contains("changes were lost with epoch " + after.epoch() + ", when " + after.node()
                        + " took over from " + lostHost)
                .contains("created file \"" + DIRECTORY);
        assertThat(history(lostHost, "--lost", "99"))
                .returns(1, Commands.Result::exit)
                .extracting(Commands.Result::output)
                .asString()
                .contains("knows of no takeover with epoch 99");
        assertThat(history(after.node(), "--lost", Long.toString(after.epoch())))
                .returns(1, Commands.Result::exit)
                .extracting(Commands.Result::output)
                .asString()
                .contains("is known on " + lostHost);
        cluster.awaitProblem(lostHost, "changes were lost with epoch " + after.epoch(), "--lost");
    }

    /** What its mfsmaster tells metaloggers does not leave the host any more; calm() would undo it. */
    private void silenceMetaloggers(String host) throws IOException, InterruptedException {
        String rules = "add table ip fault; add chain ip fault cut { type filter hook output priority -500; };"
                + " add rule ip fault cut oifname != \"lo\" tcp sport 9419 drop";
        assertThat(cluster.on(host, "nft", rules)).returns(0, Commands.Result::exit);
    }

    private List<Completion> operations(long fromNanos, long toNanos) {
        return workload.metadataOperations(fromNanos, toNanos);
    }

    private List<Map<String, Object>> lost(String host, long epoch) throws IOException, InterruptedException {
        Commands.Result answer = history(host, "--json", "--lost", Long.toString(epoch));
        assertThat(answer).returns(0, Commands.Result::exit);
        Map<String, Object> json = JSON.std.mapFrom(answer.output());
        List<Map<String, Object>> changes = ((List<?>) json.get("changes"))
                .stream().map(change -> asMap(change)).toList();
        assertThat(json).containsEntry("count", changes.size());
        return changes;
    }

    private static Map<String, Object> asMap(Object json) {
        return ((Map<?, ?>) json)
                .entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }

    private Commands.Result history(String host, String... options) throws IOException, InterruptedException {
        Stream<String> command =
                Stream.concat(Stream.of(cluster.lab().spec().agentProgram().toString(), "history"), Stream.of(options));
        Path configuration = cluster.lab().host(host).etc("mfsha.cfg");
        return cluster.on(
                host,
                Stream.concat(command, Stream.of("-c", configuration.toString()))
                        .toArray(String[]::new));
    }

    /** Creations, renames and removals below the metadata application's directory. */
    private static Set<String> keys(List<Map<String, Object>> listed) {
        return listed.stream()
                .filter(change -> Set.of("CREATE", "MOVE", "UNLINK").contains(change.get("operation")))
                .filter(change -> change.getOrDefault("path", "").toString().startsWith(DIRECTORY))
                .map(change ->
                        change.get("operation") + " " + change.get("path") + " " + change.getOrDefault("target", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> keys(Stream<Completion> done) {
        return done.map(Completion::operation).map(LostChangesLabTest::key).collect(Collectors.toSet());
    }

    private static String key(Operation operation) {
        String kind = switch (operation.kind()) {
            case CREATE, MKDIR -> "CREATE";
            case UNLINK, RMDIR -> "UNLINK";
            case RENAME -> "MOVE";
            case WRITE, APPEND, READ, LOCK, UNLOCK -> operation.kind().toString();
        };
        return kind + " /" + operation.path() + " "
                + operation.target().map(target -> "/" + target).orElse("");
    }

    private static Set<String> paths(List<Map<String, Object>> listed) {
        Set<String> paths = new HashSet<>();
        for (Map<String, Object> change : listed) {
            for (String name : List.of("path", "target")) {
                paths.add(change.getOrDefault(name, "").toString());
            }
        }
        return paths;
    }
}
