package org.mfsha.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.control.ControlServer;
import org.mfsha.agent.control.Verb;
import org.mfsha.agent.control.VerbException;
import org.mfsha.agent.control.status.Status;
import org.mfsha.agent.control.status.StatusJson;

final class CliTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Config> started = new ArrayList<>();
    private Path config;
    private Path key;

    @BeforeEach
    void configure() throws Exception {
        key = directory.resolve("mfsha.key");
        config = Files.writeString(
                directory.resolve("mfsha.cfg"), """
                NODE_NAME = w1
                CANDIDATES = m1@127.0.0.2, m2@127.0.0.3
                WITNESSES = w1@127.0.0.1
                KEY_FILE = %s
                CONTROL_SOCKET = %s
                """.formatted(key, directory.resolve("control.sock")));
    }

    private int run(String... arguments) {
        Daemon daemon = read -> {
            started.add(read);
            return ExitStatus.OK;
        };
        return Cli.run(daemon, new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private ControlServer serve(Map<String, Verb> verbs) throws Exception {
        return new ControlServer(directory.resolve("control.sock"), verbs, Duration.ofSeconds(5));
    }

    private static Object status(Optional<String> leader) {
        return StatusJson.toMap(new Status(
                "w1",
                leader,
                Optional.of("nobody is hot"),
                2,
                0,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of()));
    }

    @Test
    void helpListsCommandsAndExitStatuses() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("run", "status", "switchover", "pause", "resume", "history", "verify", "keygen", "version")
                .contains("Exit status:", "the cluster has no leader")
                .doesNotContain("warm-up");
    }

    @Test
    void everyCommandHasHelp() {
        for (String command :
                List.of("run", "status", "switchover", "pause", "resume", "history", "verify", "keygen", "version")) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString()).contains("mfsha " + command);
        }
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        assertThat(run()).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("status");
    }

    @Test
    void aMistypedCommandIsAUsageError() {
        assertThat(run("statsu")).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("status");
    }

    @Test
    void runStartsTheDaemonWithTheConfiguration() {
        run("keygen", key.toString());
        assertThat(run("run", "-c", config.toString())).as(err.toString()).isZero();
        assertThat(started)
                .singleElement()
                .satisfies(read -> assertThat(read.cluster().self().name()).isEqualTo("w1"));
    }

    @Test
    void runReportsEveryProblemOfTheConfiguration() throws Exception {
        Files.writeString(config, "NODE_NAM = m1\nLEASE_MILLIS = soon\n");
        assertThat(run("run", "-c", config.toString())).isEqualTo(ExitStatus.CONFIGURATION);
        assertThat(err.toString())
                .contains(config + ":1: unknown key NODE_NAM; did you mean NODE_NAME?")
                .contains(config + ":2: LEASE_MILLIS = soon");
        assertThat(started).isEmpty();
    }

    @Test
    void statusShowsTheLeader() throws Exception {
        try (ControlServer _ = serve(Map.of("status", _ -> status(Optional.of("m1"))))) {
            assertThat(run("status", "-c", config.toString())).isZero();
        }
        assertThat(out.toString()).startsWith("Leader:   m1, epoch 2");
    }

    @Test
    void statusWithoutALeaderHasItsOwnExitStatus() throws Exception {
        try (ControlServer _ = serve(Map.of("status", _ -> status(Optional.empty())))) {
            assertThat(run("status", "--json", "-c", config.toString())).isEqualTo(ExitStatus.NO_LEADER);
        }
        assertThat(out.toString()).contains("\"whyNoLeader\" : \"nobody is hot\"");
    }

    @Test
    void withoutADaemonCommandsSayWhatToDo() {
        assertThat(run("status", "-c", config.toString())).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(err.toString()).contains("mfsha status: there is no " + directory.resolve("control.sock"));
    }

    @Test
    void switchoverPassesItsTargetAndItsRefusal() throws Exception {
        Verb verb = arguments -> {
            throw new VerbException(arguments.get("target") + " is not hot");
        };
        try (ControlServer _ = serve(Map.of("switchover", verb))) {
            assertThat(run("switchover", "m2", "-c", config.toString())).isEqualTo(ExitStatus.FAILED);
        }
        assertThat(err.toString()).isEqualTo("mfsha switchover: m2 is not hot" + System.lineSeparator());
    }

    @Test
    void pausePassesHowLongAndWhyAndWhoAsks() throws Exception {
        List<Map<String, Object>> asked = new ArrayList<>();
        Verb verb = arguments -> {
            asked.add(arguments);
            return "paused";
        };
        try (ControlServer _ = serve(Map.of("pause", verb))) {
            assertThat(run("pause", "-c", config.toString())).isZero();
            assertThat(run("pause", "--for", "1h30min", "--why", "a new switch", "-c", config.toString()))
                    .isZero();
        }
        assertThat(asked.getFirst()).containsEntry("millis", "3600000").containsEntry("why", "");
        assertThat(asked.getLast()).containsEntry("millis", "5400000").containsEntry("why", "a new switch");
        assertThat(asked.getLast().get("by").toString()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "1x", "h", "25h", "0s", "1h1d"})
    void aPauseOfAnImpossibleLengthIsAUsageErrorThatSaysWhatIsPossible(String length) {
        assertThat(run("pause", "--for=" + length, "-c", config.toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--for " + length);
    }

    @Test
    void resumePassesItsRefusal() throws Exception {
        Verb verb = _ -> {
            throw new VerbException("m1 does not answer");
        };
        try (ControlServer _ = serve(Map.of("resume", verb))) {
            assertThat(run("resume", "-c", config.toString())).isEqualTo(ExitStatus.FAILED);
        }
        assertThat(err.toString()).isEqualTo("mfsha resume: m1 does not answer" + System.lineSeparator());
    }

    @Test
    void historyMayBeEmpty() throws Exception {
        try (ControlServer _ = serve(Map.of("history", _ -> List.of(), "verifications", _ -> List.of()))) {
            assertThat(run("history", "-c", config.toString())).isZero();
        }
        assertThat(out.toString()).isEqualTo("No takeover yet." + System.lineSeparator());
    }

    @Test
    void historyTellsTheVerificationsToo() throws Exception {
        Map<String, Object> verification = verification("different", "image 000002 DIFFERS", "section NODE: inode 7");
        try (ControlServer _ = serve(Map.of("history", _ -> List.of(), "verifications", _ -> List.of(verification)))) {
            assertThat(run("history", "-c", config.toString())).isZero();
        }
        assertThat(out.toString())
                .contains("Verifications of this node's image:", "1970-01-01T00:00:01Z image 000002 DIFFERS (2.0 s)");
    }

    @ParameterizedTest
    @CsvSource({"equal,0", "different,6", "not-compared,7", "failed,1"})
    void theExitStatusOfVerifyIsItsResult(String result, int status) throws Exception {
        try (ControlServer _ = serve(Map.of("verify", _ -> verification(result, "its text", "its difference")))) {
            assertThat(run("verify", "-c", config.toString())).isEqualTo(status);
        }
        assertThat(out.toString()).contains("its text (2.0 s)", "  its difference");
    }

    @Test
    void verifyAsksForTheSameRunUntilItIsDone() throws Exception {
        List<Map<String, Object>> asked = new ArrayList<>();
        Verb verb = arguments -> {
            asked.add(arguments);
            return asked.size() < 3
                    ? Map.of("node", "m2", "running", true, "run", 17)
                    : verification("equal", "proven", "");
        };
        try (ControlServer _ = serve(Map.of("verify", verb))) {
            assertThat(run("verify", "m2", "--json", "-c", config.toString())).isZero();
        }
        assertThat(asked)
                .containsExactly(
                        Map.of("node", "m2"), Map.of("node", "m2", "run", "17"), Map.of("node", "m2", "run", "17"));
        assertThat(out.toString()).contains("\"result\" : \"equal\"");
    }

    private static Map<String, Object> verification(String result, String text, String difference) {
        return Map.of(
                "result",
                result,
                "version",
                5,
                "finishedAt",
                1_000,
                "millis",
                2_000,
                "text",
                text,
                "differences",
                List.of(difference));
    }

    @Test
    void keygenNeverOverwrites() {
        assertThat(run("keygen", key.toString())).isZero();
        assertThat(run("keygen", key.toString())).isEqualTo(ExitStatus.CONFIGURATION);
        assertThat(err.toString()).contains("not overwritten");
    }

    @Test
    void versionNamesJavaToo() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).startsWith("mfsha ").contains("Java ");
    }

    @Test
    void theTrainingRunOfTheStartUpCacheWorks() {
        assertThat(run("warm-up")).as(err.toString()).isZero();
    }

    @Test
    void lostChangesAreListedInATableAndFetchedInParts() throws Exception {
        try (ControlServer _ = serve(Map.of("lost", CliTest::lost))) {
            assertThat(run("history", "--lost", "4", "-c", config.toString())).isZero();
        }
        assertThat(out.toString().lines())
                .containsExactly(
                        "3 changes were lost with epoch 4, when m2 took over from m1:",
                        "",
                        "Version  Time                  Change",
                        "7        2026-11-22T20:31:41Z  removed \"/a\"",
                        "8        2026-11-22T20:31:41Z  removed \"/a\"",
                        "9        2026-11-22T20:31:41Z  removed \"/a\"");
    }

    @Test
    void lostChangesAsJsonAreAllOfThem() throws Exception {
        try (ControlServer _ = serve(Map.of("lost", CliTest::lost))) {
            assertThat(run("history", "--lost", "4", "--json", "-c", config.toString()))
                    .isZero();
        }
        Map<String, Object> json = tools.jackson.jr.ob.JSON.std.mapFrom(out.toString());
        assertThat(json).containsEntry("count", 3);
        assertThat((List<?>) json.get("changes")).hasSize(3);
    }

    @Test
    void whyNoLostChangesAreListedIsAnError() throws Exception {
        Verb refuses = _ -> {
            throw new VerbException("m1 knows of no takeover with epoch 9");
        };
        try (ControlServer _ = serve(Map.of("lost", refuses))) {
            assertThat(run("history", "--lost", "9", "-c", config.toString())).isEqualTo(ExitStatus.FAILED);
        }
        assertThat(err.toString()).contains("mfsha history: m1 knows of no takeover with epoch 9");
    }

    @Test
    void anEpochIsANumberFromOneOn() {
        assertThat(run("history", "--lost", "0", "-c", config.toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(run("history", "--lost", "last", "-c", config.toString())).isEqualTo(ExitStatus.USAGE);
    }

    /** Two at a time. */
    private static Object lost(Map<String, Object> arguments) {
        int from = ((Number) arguments.get("from")).intValue();
        List<Map<String, Object>> changes = java.util.stream.IntStream.range(7 + from, Math.min(10, 9 + from))
                .mapToObj(version -> Map.<String, Object>of(
                        "version", version, "time", "2026-11-22T20:31:41Z", "change", "removed \"/a\""))
                .toList();
        return Map.of("epoch", 4, "leader", "m2", "previousLeader", "m1", "count", 3, "changes", changes);
    }
}
