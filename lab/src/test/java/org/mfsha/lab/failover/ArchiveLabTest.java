package org.mfsha.lab.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.mfsha.lab.RequiresLab;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;

/** What was done by mistake is undone: the metadata goes back to a moment before it, with real clients and data. */
@Tag("lab")
@RequiresLab
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ArchiveLabTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final Pattern VERSION = Pattern.compile("metadata\\.mfs, version ([0-9]+), checked");
    private static final int FILES = 20;

    private Cluster cluster;
    private Path tree;

    @BeforeAll
    void makeCluster() throws Exception {
        cluster = Cluster.start(Cluster.spec());
        cluster.calm();
        tree = cluster.lab().mount("client1").resolve("tree");
    }

    @AfterAll
    void removeCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void everyCandidateArchivesByItself() throws Exception {
        for (String candidate : cluster.candidates()) {
            Await.until(
                    "an archived base on " + candidate,
                    LIMIT,
                    () -> mfsha(candidate, "archive", "list").output().contains("base-"));
            assertThat(mfsha(candidate, "archive", "verify").output()).contains(" 0 damaged");
        }
        cluster.awaitNoProblem(cluster.leader().node(), "archive");
    }

    @Test
    @Order(2)
    void aRemovedTreeComesBackWithItsContentsFromTheMomentBefore() throws Exception {
        for (int i = 0; i < FILES; i++) {
            Path file = tree.resolve("directory-" + i % 4).resolve("file-" + i);
            Commands.run("mkdir", "-p", file.getParent().toString());
            Commands.run("sh", "-c", "echo content " + i + " > '" + file + "' && sync '" + file + "'");
        }
        String before = nextSecond();
        nextSecond();
        Commands.run("rm", "-rf", tree.toString());
        assertThat(tree).doesNotExist();
        String first = cluster.candidates().getFirst();
        String standby = cluster.besides(cluster.leader().node());
        Path restored = cluster.lab().host(first).var("restored");

        // On the standby, while the cluster goes on; into a directory of the host that comes first.
        Commands.Result result = mfsha(standby, "restore", "--at", before, "--into", restored.toString());

        assertThat(result.output()).contains("At " + before).contains("Stop the agents on ALL nodes");
        Matcher version = VERSION.matcher(result.output());
        assertThat(version.find()).as(result.output()).isTrue();
        assertThat(java.nio.ByteBuffer.wrap(Files.readAllBytes(restored.resolve("metadata.mfs")))
                        .getLong(8))
                .isEqualTo(Long.parseLong(version.group(1)));

        startFrom(restored, first);

        cluster.calm();
        for (int i = 0; i < FILES; i++) {
            Path file = tree.resolve("directory-" + i % 4).resolve("file-" + i);
            assertThat(content(file)).isEqualTo("content " + i + "\n");
        }
    }

    /** What {@code mfsha restore} advises. */
    private void startFrom(Path restored, String first) throws Exception {
        for (String host : List.of("m1", "m2", "w1")) {
            cluster.lab().kill(host, org.mfsha.lab.ProcessSelector.AGENT);
        }
        for (String host : List.of("m1", "m2", "w1")) {
            Await.until(
                    "end of everything on " + host,
                    LIMIT,
                    () -> cluster.lab()
                            .processes(host, org.mfsha.lab.ProcessSelector.ALL)
                            .isEmpty());
            Path data = cluster.lab().host(host).var("mfsha");
            Files.move(data, data.resolveSibling("mfsha.before"));
        }
        Path installation = cluster.lab().host(first).var("mfs");
        if (Files.exists(installation)) {
            Files.move(installation, installation.resolveSibling("mfs.before"));
        }
        Commands.run("cp", "-a", restored.toString(), installation.toString());
        for (String host : List.of("m1", "m2", "w1")) {
            cluster.lab().start(host);
        }
    }

    private static String content(Path file) throws Exception {
        return Await.value("content of " + file, LIMIT, () -> {
            try {
                return Optional.of(Files.readString(file));
            } catch (IOException e) {
                return Optional.empty(); // The client is still on its way to the new master.
            }
        });
    }

    /** The second that was, once it is over: changes carry whole seconds. */
    private static String nextSecond() throws Exception {
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        Await.until(
                "next second",
                LIMIT,
                () -> LocalDateTime.now(ZoneId.systemDefault()).getSecond() != now.getSecond());
        return TIME.format(now);
    }

    private Commands.Result mfsha(String host, String... arguments) throws IOException, InterruptedException {
        String[] command = Stream.concat(
                        Stream.concat(
                                Stream.of(cluster.lab().spec().agentProgram().toString()), Stream.of(arguments)),
                        Stream.of(
                                "-c", cluster.lab().host(host).etc("mfsha.cfg").toString()))
                .toArray(String[]::new);
        return cluster.on(host, command);
    }
}
