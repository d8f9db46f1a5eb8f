package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mfsha.lab.system.Commands;
import org.mfsha.lab.system.HostProcess;
import org.mfsha.lab.system.Signals;

/** Starts, finds and signals the processes of a host. */
final class HostProcesses {
    private final Host host;

    HostProcesses(Host host) {
        this.host = host;
    }

    List<HostProcess> all() throws IOException {
        return host.namespace().pids().stream()
                .map(HostProcess::look)
                .flatMap(Optional::stream)
                .toList();
    }

    List<HostProcess> matching(ProcessSelector selector) throws IOException {
        return all().stream().filter(process -> selector.matches(host, process)).toList();
    }

    /**
     * Starts a long-running program in the background; its output is appended to {@code log/PROGRAM.log}.
     *
     * @return its process id
     */
    long start(String log, String... command) throws IOException {
        Path file = host.logDirectory().resolve(log + ".log");
        return Commands.start(host.namespace().inside(List.of(command)), file);
    }

    /** Signals all of them together; returns how many there were. */
    int signal(ProcessSelector selector, Signals signal) throws IOException, InterruptedException {
        List<Long> pids = matching(selector).stream().map(HostProcess::pid).toList();
        signal.send(pids);
        return pids.size();
    }
}
