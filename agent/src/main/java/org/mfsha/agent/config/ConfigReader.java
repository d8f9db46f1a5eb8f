package org.mfsha.agent.config;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads and checks {@code mfsha.cfg}. Stateless apart from the host it asks; thread-safe. */
public final class ConfigReader {
    /** Where the configuration is when nobody says otherwise. */
    public static final Path DEFAULT_FILE = Path.of("/etc/mfs/mfsha.cfg");
    /** System property with the guard's path, set by the launcher. */
    public static final String GUARD_PROPERTY = "mfsha.guard";

    private static final Path DEFAULT_GUARD = Path.of("/usr/lib/mfsha/mfsha-guard");
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long LEAST_ARCHIVE_BYTES = 64L << 20;

    private final Host host;

    /** A reader that checks against this machine. */
    public ConfigReader() {
        this(new LocalHost());
    }

    ConfigReader(Host host) {
        this.host = host;
    }

    /**
     * Reads everything that the daemon needs.
     *
     * @throws ConfigException with all problems; nothing can be started with such a file
     */
    public Config read(Path file) throws ConfigException {
        List<Problem> problems = new ArrayList<>();
        Settings settings = settings(file, problems);
        List<Node> nodes = Stream.concat(
                        settings.nodes(Key.CANDIDATES, NodeKind.CANDIDATE).stream(),
                        settings.nodes(Key.WITNESSES, NodeKind.WITNESS).stream())
                .toList();
        Optional<Node> self = self(settings, nodes);
        Optional<AddressConfig> address = address(settings, self);
        TimingConfig timing = timing(settings);
        MasterConfig master = master(settings);
        LocalConfig local = local(settings);
        ArchiveConfig archive = archive(settings);
        List<Problem> warnings = new ArrayList<>();
        int port = (int) settings.number(Key.AGENT_PORT, 1, 65_535);
        ElectionMode election = election(settings);
        long settle = settings.number(Key.SETTLE_MILLIS, 0, 60_000);
        new ConfigChecks(settings, host, warnings).check(nodes, self, address, timing, master, local, election);
        if (!problems.isEmpty() || self.isEmpty()) {
            throw new ConfigException(problems);
        }
        ClusterConfig cluster = new ClusterConfig(self.get(), nodes, port, election, settle);
        return new Config(cluster, address, timing, master, local, archive, warnings);
    }

    /**
     * Reads only where the daemon's control socket is: commands work although the rest of the file is wrong.
     *
     * @throws ConfigException if the file cannot be read or its paths are no paths
     */
    public Path readControlSocket(Path file) throws ConfigException {
        return readPart(file, settings -> local(settings).controlSocket());
    }

    /**
     * Reads only what is needed to restore metadata: that works although the rest of the file is wrong.
     *
     * @throws ConfigException if the file cannot be read or its paths are no paths
     */
    public MasterFiles readMasterFiles(Path file) throws ConfigException {
        return readPart(file, ConfigReader::masterFiles);
    }

    /** What is needed to restore metadata where there is no configuration. */
    public MasterFiles defaultMasterFiles() {
        return masterFiles(new Settings(DEFAULT_FILE, Map.of(), new ArrayList<>()));
    }

    private static MasterFiles masterFiles(Settings settings) {
        return new MasterFiles(
                settings.path(Key.DATA_PATH, defaultPath(Key.DATA_PATH)),
                settings.path(Key.MASTER_PROGRAM, defaultPath(Key.MASTER_PROGRAM)),
                settings.path(Key.MASTER_CFG, defaultPath(Key.MASTER_CFG)));
    }

    private static <T> T readPart(Path file, Function<Settings, T> part) throws ConfigException {
        List<Problem> readProblems = new ArrayList<>();
        String text = text(file, readProblems);
        if (!readProblems.isEmpty()) {
            throw new ConfigException(readProblems);
        }
        List<Problem> problems = new ArrayList<>();
        T read = part.apply(new Settings(file, ConfigText.parse(file, text, new ArrayList<>()), problems));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return read;
    }

    private static Settings settings(Path file, List<Problem> problems) throws ConfigException {
        String text = text(file, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Settings(file, ConfigText.parse(file, text, problems), problems);
    }

    private static String text(Path file, List<Problem> problems) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problems.add(new Problem(
                    file, 0, "there is no such file", "copy mfsha.cfg.dist there and fill it in, or use -c"));
        } catch (IOException e) {
            problems.add(
                    new Problem(file, 0, "cannot be read: " + e, "it must be a text file that this user may read"));
        }
        return "";
    }

    private static Optional<Node> self(Settings settings, List<Node> nodes) {
        Optional<String> name = settings.text(Key.NODE_NAME);
        if (name.isEmpty()) {
            settings.report(
                    Key.NODE_NAME, "NODE_NAME is missing", "write this node's name as CANDIDATES or WITNESSES has it");
            return Optional.empty();
        }
        Optional<Node> self =
                nodes.stream().filter(node -> node.name().equals(name.get())).findFirst();
        if (self.isEmpty()) {
            String known = String.join(", ", nodes.stream().map(Node::name).toList());
            String what = "NODE_NAME = " + name.get() + " is neither in CANDIDATES nor in WITNESSES";
            settings.report(Key.NODE_NAME, what, known.isEmpty() ? "list it there" : "use one of: " + known);
        }
        return self;
    }

    private Optional<AddressConfig> address(Settings settings, Optional<Node> self) {
        boolean needed = self.map(node -> node.kind() == NodeKind.CANDIDATE).orElse(true);
        Optional<String> text = settings.text(Key.SHARED_ADDRESS);
        if (text.isEmpty()) {
            if (needed) {
                settings.report(Key.SHARED_ADDRESS, "SHARED_ADDRESS is missing", "write for example 10.77.0.100/24");
            }
            return Optional.empty();
        }
        int slash = text.get().indexOf('/');
        Optional<Inet4Address> address =
                slash < 0 ? Optional.empty() : Settings.address(text.get().substring(0, slash));
        Optional<Long> prefix = slash < 0
                ? Optional.empty()
                : Settings.parseLong(text.get().substring(slash + 1)).filter(bits -> bits >= 1 && bits <= 32);
        if (address.isEmpty() || prefix.isEmpty()) {
            String what = "SHARED_ADDRESS = " + text.get() + " is not ADDRESS/PREFIX";
            settings.report(Key.SHARED_ADDRESS, what, "write for example 10.77.0.100/24 (IPv4)");
            return Optional.empty();
        }
        return Optional.of(new AddressConfig(
                address.get(),
                Math.toIntExact(prefix.get()),
                interfaceName(settings, self).orElse("")));
    }

    private Optional<String> interfaceName(Settings settings, Optional<Node> self) {
        return settings.text(Key.INTERFACE)
                .or(() -> self.flatMap(node -> host.addresses().stream()
                        .filter(assigned -> assigned.address().equals(node.address()))
                        .map(Host.Assigned::interfaceName)
                        .findFirst()));
    }

    private static TimingConfig timing(Settings settings) {
        return new TimingConfig(
                settings.number(Key.LEASE_MILLIS, 50, 600_000),
                settings.number(Key.RENEW_MILLIS, 10, 200_000),
                settings.number(Key.DETECTION_MILLIS, 50, 600_000),
                settings.number(Key.DRIFT_MARGIN_MILLIS, 1, 60_000));
    }

    private static MasterConfig master(Settings settings) {
        return new MasterConfig(
                settings.path(Key.MASTER_PROGRAM, defaultPath(Key.MASTER_PROGRAM)),
                settings.path(Key.MASTER_CFG, defaultPath(Key.MASTER_CFG)),
                settings.path(Key.MASTER_DATA_PATH, defaultPath(Key.MASTER_DATA_PATH)),
                settings.number(Key.MASTER_HANG_MILLIS, 100, HOUR_MILLIS),
                settings.number(Key.START_DEADLINE_MILLIS, 100, HOUR_MILLIS),
                settings.number(Key.CHUNKSERVER_WAIT_MILLIS, 0, 60_000),
                // CS_DAYS_TO_REMOVE_UNUSED counts from the standby's start; its default is 7 days (design, trap 1d).
                settings.number(Key.IMAGE_MAX_AGE_HOURS, 1, 120),
                settings.number(Key.VERIFY_HOURS, 0, 8_760),
                settings.number(Key.REPLICATIONS_DELAY_SECONDS, 0, 86_400));
    }

    private static LocalConfig local(Settings settings) {
        Path dataPath = settings.path(Key.DATA_PATH, defaultPath(Key.DATA_PATH));
        Path guard = Optional.ofNullable(System.getProperty(GUARD_PROPERTY))
                .map(Path::of)
                .orElse(DEFAULT_GUARD);
        return new LocalConfig(
                settings.path(Key.KEY_FILE, defaultPath(Key.KEY_FILE)),
                dataPath,
                settings.path(Key.CONTROL_SOCKET, dataPath.resolve("control.sock")),
                settings.path(Key.GUARD_PROGRAM, guard));
    }

    private static ArchiveConfig archive(Settings settings) {
        return new ArchiveConfig(
                settings.number(Key.ARCHIVE_KEEP_DAYS, 1, 36_500),
                settings.size(Key.ARCHIVE_MAX_SIZE, LEAST_ARCHIVE_BYTES),
                settings.number(Key.ARCHIVE_BASE_HOURS, 1, 8_760),
                settings.number(Key.ARCHIVE_SEGMENT_MINUTES, 1, 1_440));
    }

    private static Path defaultPath(Key key) {
        return Path.of(key.defaultText().orElseThrow());
    }

    private static ElectionMode election(Settings settings) {
        String text = settings.text(Key.ELECTION).orElseThrow();
        switch (text) {
            case "internal", "majority" -> {
                return ElectionMode.MAJORITY;
            }
            case "external" -> {
                return ElectionMode.EXTERNAL;
            }
            default ->
                settings.report(
                        Key.ELECTION,
                        "ELECTION = " + text + " is unknown",
                        "write internal (the agents vote) or external (ucarp, keepalived or Pacemaker decide)");
        }
        return ElectionMode.MAJORITY;
    }
}
