package org.mfsha.lab.system;

import java.util.List;
import java.util.Optional;

/**
 * A process as it was when looked at.
 *
 * @param name the kernel's short name ({@code comm})
 * @param state one letter, as in proc(5): R, S, D, T (stopped), Z
 * @param arguments the command line
 */
public record HostProcess(long pid, String name, char state, List<String> arguments) {
    private static final int USER_TICKS_PER_SECOND = 100; // sysconf(_SC_CLK_TCK) on every Linux in use

    /** Looks at a process; empty if it is gone or a zombie. */
    public static Optional<HostProcess> look(long pid) {
        Optional<List<String>> stat = ProcFs.statFromState(pid);
        Optional<String> name = ProcFs.text(pid, "comm");
        Optional<String> commandLine = ProcFs.text(pid, "cmdline");
        if (stat.isEmpty() || name.isEmpty() || commandLine.isEmpty()) {
            return Optional.empty();
        }
        char state = stat.get().getFirst().charAt(0);
        if (state == 'Z' || state == 'X') {
            return Optional.empty();
        }
        return Optional.of(new HostProcess(
                pid, name.get().strip(), state, List.of(commandLine.get().split("\0", -1))));
    }

    /** Resident memory in KiB now, 0 if the process is gone. */
    public long residentKib() {
        return ProcFs.text(pid, "status")
                .flatMap(status ->
                        status.lines().filter(line -> line.startsWith("VmRSS:")).findFirst())
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .orElse(0L);
    }

    /** Processor time used so far in milliseconds, user and system together; 0 if the process is gone. */
    public long cpuMillis() {
        return ProcFs.statFromState(pid)
                .map(stat ->
                        (Long.parseLong(stat.get(11)) + Long.parseLong(stat.get(12))) * 1000 / USER_TICKS_PER_SECOND)
                .orElse(0L);
    }
}
