package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.system.Await;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.Mounts;
import org.mfsha.lab.system.TcpTable;

/** Starts on each host what belongs there, unless it runs already, and waits until it is up. */
final class Daemons {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int CLIENT_PORT = 9421;
    private static final int CHUNKSERVER_PORT = 9420;
    private static final ProcessSelector CHUNKSERVER = new ProcessSelector.Named("mfschunkserver");
    private static final ProcessSelector METALOGGER = new ProcessSelector.Named("mfsmetalogger");
    private static final ProcessSelector MOUNT = new ProcessSelector.Named("mfsmount");

    private final LabSpec spec;

    Daemons(LabSpec spec) {
        this.spec = spec;
    }

    /** Starts what belongs on the host. */
    void start(Host host) throws IOException, InterruptedException {
        switch (host.kind()) {
            case CANDIDATE, WITNESS -> {
                if (!spec.bare()) {
                    agent(host);
                } else if (host.name().equals(HostKind.CANDIDATE.hostName(1))) {
                    bareMaster(host);
                }
            }
            case CHUNKSERVER -> chunkserver(host);
            case METALOGGER -> metalogger(host);
            case CLIENT -> mount(host);
        }
    }

    private void agent(Host host) throws IOException {
        HostProcesses processes = new HostProcesses(host);
        if (processes.matching(ProcessSelector.AGENT).isEmpty()) {
            processes.start(
                    "agent",
                    spec.agentProgram().toString(),
                    "run",
                    "-c",
                    host.etc("mfsha.cfg").toString());
        }
    }

    private void bareMaster(Host host) throws IOException, InterruptedException {
        new LabNetwork(spec.name()).addSharedAddress(host);
        HostProcesses processes = new HostProcesses(host);
        if (!processes.matching(ProcessSelector.MFSMASTER).isEmpty()) {
            return;
        }
        boolean clean = Files.exists(host.var("mfs").resolve("metadata.mfs"));
        long pid = processes.start(
                "mfsmaster",
                spec.masterProgram().toString(),
                "-f",
                clean ? "-u" : "-a",
                "-c",
                host.etc("mfsmaster.cfg").toString());
        awaitUp(host, pid, "mfsmaster", () -> new TcpTable(pid).listens(CLIENT_PORT));
    }

    private void chunkserver(Host host) throws IOException, InterruptedException {
        HostProcesses processes = new HostProcesses(host);
        if (processes.matching(CHUNKSERVER).isEmpty()) {
            long pid = processes.start(
                    "mfschunkserver",
                    "mfschunkserver",
                    "-f",
                    "-c",
                    host.etc("mfschunkserver.cfg").toString());
            awaitUp(host, pid, "mfschunkserver", () -> new TcpTable(pid).connectedTo(CHUNKSERVER_PORT));
        }
    }

    private void metalogger(Host host) throws IOException {
        HostProcesses processes = new HostProcesses(host);
        if (processes.matching(METALOGGER).isEmpty()) {
            processes.start(
                    "mfsmetalogger",
                    "mfsmetalogger",
                    "-f",
                    "-c",
                    host.etc("mfsmetalogger.cfg").toString());
        }
    }

    private void mount(Host host) throws IOException, InterruptedException {
        HostProcesses processes = new HostProcesses(host);
        List<HostProcess> running = processes.matching(MOUNT);
        if (Mounts.isMountPoint(host.mountPoint())) {
            if (!running.isEmpty()) {
                return;
            }
            Mounts.detach(host.mountPoint());
        }
        long pid = processes.start(
                "mfsmount", "mfsmount", host.mountPoint().toString(), "-f", "-H", LabNetwork.SHARED_ADDRESS);
        awaitUp(host, pid, "mfsmount", () -> Mounts.isMountPoint(host.mountPoint()));
    }

    private static void awaitUp(Host host, long pid, String program, Await.Condition up)
            throws IOException, InterruptedException {
        Optional<Boolean> ready;
        try {
            ready = Await.value(program + " on " + host.name(), START_LIMIT, () -> {
                if (up.holds()) {
                    return Optional.of(Optional.of(true));
                }
                return HostProcess.look(pid).isPresent() ? Optional.empty() : Optional.of(Optional.empty());
            });
        } catch (TimeoutException late) {
            throw new LabException(failure(host, program, "is not up in time"), late);
        }
        if (ready.isEmpty()) {
            throw new LabException(failure(host, program, "ended early"));
        }
    }

    private static String failure(Host host, String program, String what) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s on %s %s; its log ends with:%n%s",
                program,
                host.name(),
                what,
                String.join("\n", Logs.tail(host.logDirectory().resolve(program + ".log"), 10)));
    }
}
