package org.mfsha.agent.standby;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mfsha.agent.config.AddressConfig;
import org.mfsha.agent.config.ArchiveConfig;
import org.mfsha.agent.config.ClusterConfig;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.ElectionMode;
import org.mfsha.agent.config.LocalConfig;
import org.mfsha.agent.config.MasterConfig;
import org.mfsha.agent.config.Node;
import org.mfsha.agent.config.NodeKind;
import org.mfsha.agent.config.TimingConfig;
import org.mfsha.agent.master.MasterLauncher;
import org.mfsha.agent.store.ImageStore;
import org.mfsha.linux.FileDescriptor;
import org.mfsha.linux.NativeFunction;
import org.mfsha.moosefs.files.Image;
import org.mfsha.moosefs.files.ImageAssembler;
import org.mfsha.moosefs.files.ImageSource;

/**
 * A host for a real mfsmaster under the real guard: a network namespace of its own with one interface, a directory, and
 * an agent's configuration. Needs root. Only what runs inside {@link #run} sees that network; processes started there
 * live in it too. For one test at a time.
 */
public final class PrivateHost implements AutoCloseable {
    private static final NativeFunction OPEN =
            NativeFunction.bind("open", NativeFunction.INT, NativeFunction.POINTER, NativeFunction.INT);
    private static final NativeFunction SETNS =
            NativeFunction.bind("setns", NativeFunction.INT, NativeFunction.INT, NativeFunction.INT);
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int LIMIT_SECONDS = 60;

    /** Names the namespace and the interface. */
    private final String tag =
            "ag" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000000));

    private final Path root;
    private final Config config;
    private final ImageStore store;
    private final MasterLauncher launcher;
    private Optional<Path> base = Optional.empty();

    /** What a test does on the host. */
    public interface Work {
        void run() throws Exception;
    }

    public PrivateHost() throws IOException {
        root = Files.createTempDirectory("mfsha-agent-");
        try {
            execute("chmod", "755", root.toString());
            execute("ip", "netns", "add", tag);
            execute("ip", "-n", tag, "link", "set", "lo", "up");
            execute("ip", "-n", tag, "link", "add", tag, "type", "veth", "peer", "name", "peer");
            execute("ip", "-n", tag, "addr", "add", "10.0.0.1/24", "dev", tag);
            execute("ip", "-n", tag, "link", "set", tag, "up");
            execute("ip", "-n", tag, "link", "set", "peer", "up");
            Files.writeString(root.resolve("exports"), "* / rw,alldirs,maproot=0\n");
            Files.writeString(
                    root.resolve("mfsmaster.cfg"),
                    "WORKING_USER = mfs\nWORKING_GROUP = mfs\nEXPORTS_FILENAME = " + root + "/exports\n");
            config = config();
            launcher = new MasterLauncher(config, root.resolve("data/run"));
            store = new ImageStore(root.resolve("data"), launcher.ownership());
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public AddressConfig address() {
        return config.address().orElseThrow();
    }

    public ImageStore store() {
        return store;
    }

    public MasterLauncher launcher() {
        return launcher;
    }

    /** Runs work on a thread inside the namespace. */
    public void run(Work work) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            enter();
            work.run();
            return true;
        });
        Thread.ofPlatform().daemon().name("on-" + tag).start(task);
        try {
            task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw e;
            }
        }
    }

    /** An image of an empty file system, with some changes; a change is what follows the version and the colon. */
    public Image image(String... changes) throws IOException, InterruptedException {
        if (base.isEmpty()) {
            base = Optional.of(Files.createTempDirectory(root, "base"));
            launcher.createEmptyMetadata(base.get());
        }
        Image empty = ImageAssembler.assemble(
                ImageSource.scan(base.get()), store.freshImageDirectory(), OptionalLong.empty());
        if (changes.length == 0) {
            return empty;
        }
        long version = empty.nextVersion();
        for (String change : changes) {
            Files.writeString(
                    empty.changelog(),
                    version++ + ": " + change + "\n",
                    StandardCharsets.ISO_8859_1,
                    StandardOpenOption.APPEND);
        }
        return new Image(empty.directory(), empty.baseVersion(), version, empty.metadataId(), List.of());
    }

    /** Command lines of every process that has something to do with this host's directory. */
    public List<String> processes() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine())
                .flatMap(Optional::stream)
                .filter(line -> line.contains(root.toString()))
                .toList();
    }

    private void enter() throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileDescriptor namespace =
                        FileDescriptor.owning(OPEN.call(arena.allocateFrom("/run/netns/" + tag), 0))) {
            SETNS.call(namespace.number(), CLONE_NEWNET);
        }
    }

    private Config config() throws IOException {
        var self = new Node("a", (Inet4Address) InetAddress.getByName("10.0.0.1"), NodeKind.CANDIDATE);
        Path guard = Path.of(System.getProperty("mfsha.root"), "build", "guard", "mfsha-guard");
        if (!Files.isExecutable(guard)) {
            throw new IOException(guard + " is missing: run make build");
        }
        return new Config(
                new ClusterConfig(self, List.of(self), 9_500, ElectionMode.MAJORITY, 1_200),
                Optional.of(new AddressConfig((Inet4Address) InetAddress.getByName("10.0.0.100"), 24, tag)),
                new TimingConfig(500, 100, 500, 50),
                new MasterConfig(
                        Path.of("/usr/sbin/mfsmaster"),
                        root.resolve("mfsmaster.cfg"),
                        root.resolve("installation"),
                        3_000,
                        10_000,
                        1_000,
                        24,
                        24,
                        60),
                new LocalConfig(root.resolve("key"), root.resolve("data"), root.resolve("socket"), guard),
                new ArchiveConfig(30, 1L << 30, 24, 60),
                List.of());
    }

    private static String execute(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    /** Ends whatever a failed test left in the namespace, and removes everything. */
    @Override
    public void close() throws IOException {
        try (Stream<String> pids = Files.exists(Path.of("/run/netns", tag))
                ? execute("ip", "netns", "pids", tag).lines()
                : Stream.empty()) {
            pids.map(String::trim)
                    .filter(pid -> !pid.isEmpty())
                    .map(Long::parseLong)
                    .filter(pid -> pid != ProcessHandle.current().pid())
                    .map(ProcessHandle::of)
                    .flatMap(Optional::stream)
                    .forEach(ProcessHandle::destroyForcibly);
        }
        if (Files.exists(Path.of("/run/netns", tag))) {
            execute("ip", "netns", "del", tag);
        }
        execute("rm", "-rf", root.toString());
    }
}
