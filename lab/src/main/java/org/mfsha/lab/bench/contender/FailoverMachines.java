package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.load.Moment;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.TcpTable;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Two machines, each with the master's package and a metalogger, and the scripts that turn one into the other: all that
 * a classic set-up has besides its elector.
 */
final class FailoverMachines {
    private static final String INTERFACE = "eth0";
    private static final String PREFIX_LENGTH = "24";
    private static final int CLIENT_PORT = 9421;

    private final Lab lab;
    private final int settleSeconds;

    /**
     * @param settleSeconds how long a new holder of the address waits before it acts
     * @param scripts names of the resources that are installed beside {@code become-master}
     */
    FailoverMachines(LabSpec spec, int settleSeconds, List<String> scripts) throws IOException, InterruptedException {
        this.lab = Lab.prepare(spec.asBare().withHosts(2, 0, 2, 2));
        this.settleSeconds = settleSeconds;
        try {
            for (String name : Candidates.NAMES) {
                configure(lab.host(name), scripts);
            }
        } catch (IOException failure) {
            lab.close();
            throw failure;
        }
    }

    Lab lab() {
        return lab;
    }

    /** The settings of a machine's scripts. */
    static Path configuration(Host host) {
        return host.etc("failover.conf");
    }

    /** Where a machine's scripts are. */
    static Path scripts(Host host) {
        return host.etc("scripts");
    }

    /** A file that the scripts keep. */
    static Path state(Host host, String file) {
        return host.var("failover").resolve(file);
    }

    /** A resource with its {@code @NAMES@} filled in for a machine. */
    static String filledIn(String resource, Host host, Map<String, String> more) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(more);
        values.put("HOST", host.name());
        values.put("INTERFACE", INTERFACE);
        values.put("SHARED_ADDRESS", Lab.SHARED_ADDRESS);
        values.put("PREFIX_LENGTH", PREFIX_LENGTH);
        values.put("SCRIPTS", scripts(host).toString());
        values.put("CONFIG", configuration(host).toString());
        String text = resource(resource);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }

    /** Starts the elector of a machine and notes its process id, so that the scripts can end it. */
    void startElector(Host host, String log, List<String> command) throws IOException {
        long pid = Commands.start(
                host.namespace().inside(command), host.logDirectory().resolve(log + ".log"));
        Files.writeString(state(host, "elector.pid"), Long.toString(pid));
    }

    /** Ends the elector of a machine with SIGTERM and waits for its end. */
    void stopElector(Host host, Duration limit) throws IOException, InterruptedException, TimeoutException {
        long pid = Long.parseLong(Files.readString(state(host, "elector.pid")).strip());
        Commands.run("kill", Long.toString(pid));
        Await.until(
                "end of the elector on " + host.name(),
                limit,
                () -> HostProcess.look(pid).isEmpty());
    }

    /** Starts the master as an administrator does the first time. */
    void startFirstMaster(Host host, Metadata metadata, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        metadata.install(host);
        run(host, "mfsmaster", host.etc("mfsmaster.cfg"), "start");
        Await.until("mfsmaster on " + host.name(), limit, () -> listens(host));
    }

    /** Stops the master as an administrator does: it saves its metadata first. */
    void stopMaster(Host host, Duration limit) throws IOException, InterruptedException, TimeoutException {
        List<Long> pids = lab.processes(host.name(), ProcessSelector.MFSMASTER).stream()
                .map(HostProcess::pid)
                .toList();
        List<String> command = new ArrayList<>(List.of("kill"));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Commands.attempt(command); // a saver that it had forked may be gone by now
        Await.until(
                "end of mfsmaster on " + host.name(),
                limit,
                () -> lab.processes(host.name(), ProcessSelector.MFSMASTER).isEmpty());
    }

    void startMetalogger(Host host) throws IOException {
        run(host, "mfsmetalogger", host.etc("mfsmetalogger.cfg"), "start");
    }

    /** Waits until a machine holds the shared address and its master listens. */
    void awaitLeader(String host, Duration limit) throws IOException, InterruptedException, TimeoutException {
        Await.until(
                host + " to lead", limit, () -> leader().filter(host::equals).isPresent());
    }

    void startChunkserversAndClients() throws IOException, InterruptedException {
        for (Host host : lab.hosts()) {
            if (!Candidates.NAMES.contains(host.name())) {
                lab.start(host.name());
            }
        }
    }

    /** Waits until a machine's metalogger has a whole base: from then on a restore there can succeed. */
    void awaitBase(Host host, Duration limit) throws IOException, InterruptedException, TimeoutException {
        Path base = host.var("mfs").resolve("metadata_ml.mfs.back");
        Await.until("base of the metalogger on " + host.name(), limit, () -> {
            try {
                return Files.exists(base) && BaseFile.open(base).version() > 0;
            } catch (MetadataException incomplete) {
                return false;
            }
        });
    }

    Optional<String> leader() throws IOException, InterruptedException {
        for (String name : Candidates.NAMES) {
            Host host = lab.host(name);
            if (listens(host) && holdsAddress(host)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /** What the scripts of a machine stamped since an event. */
    Optional<TakeoverTrace> takeover(Moment event, Host successor) throws IOException {
        Path file = state(successor, "phases");
        return Files.exists(file) ? Stamps.since(event.epochMillis(), Files.readAllLines(file)) : Optional.empty();
    }

    private boolean listens(Host host) throws IOException {
        return lab.processes(host.name(), ProcessSelector.MFSMASTER).stream()
                .anyMatch(process -> new TcpTable(process.pid()).listens(CLIENT_PORT));
    }

    private boolean holdsAddress(Host host) throws IOException, InterruptedException {
        return host.namespace().ip("addr", "show", "dev", INTERFACE).contains(" " + Lab.SHARED_ADDRESS + "/");
    }

    private static void run(Host host, String program, Path configuration, String action) throws IOException {
        Commands.start(
                host.namespace().inside(List.of(program, "-c", configuration.toString(), action)),
                host.logDirectory().resolve(program + ".log"));
    }

    private void configure(Host host, List<String> scripts) throws IOException {
        Files.createDirectories(state(host, ""));
        Files.createDirectories(scripts(host));
        for (String script :
                Stream.concat(Stream.of("become-master"), scripts.stream()).toList()) {
            Path file = Files.writeString(scripts(host).resolve(script), resource(script));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        List<String> metalogger =
                new ArrayList<>(List.of("DATA_PATH = " + host.var("mfs"), "MASTER_HOST = " + Lab.SHARED_ADDRESS));
        Files.readAllLines(host.etc("mfsmaster.cfg")).stream()
                .filter(line -> line.startsWith("WORKING_"))
                .forEach(metalogger::add);
        Files.write(host.etc("mfsmetalogger.cfg"), metalogger);
        Files.write(
                configuration(host),
                List.of(
                        "INTERFACE=" + INTERFACE,
                        "SHARED_ADDRESS=" + Lab.SHARED_ADDRESS,
                        "PREFIX_LENGTH=" + PREFIX_LENGTH,
                        "MASTER_CFG=" + host.etc("mfsmaster.cfg"),
                        "METALOGGER_CFG=" + host.etc("mfsmetalogger.cfg"),
                        "DATA_PATH=" + host.var("mfs"),
                        "STATE=" + state(host, ""),
                        "SCRIPTS=" + scripts(host),
                        "LOG=" + host.logDirectory().resolve("become-master.log"),
                        "SETTLE_SECONDS=" + settleSeconds));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = FailoverMachines.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
