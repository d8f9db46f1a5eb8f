package org.mfsha.agent.standby;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process (proc_pid_status(5)). */
final class ProcessState {
    /** SIGSTOP is 19, and bit 0 stands for signal 1 (signal(7), x86 and ARM). */
    private static final long SIGSTOP_BIT = 1L << 18;

    private ProcessState() {}

    /**
     * Whether a process is stopped by a signal, or will be as soon as it leaves the kernel: a process that is held in a
     * read sleeps uninterruptibly and keeps its SIGSTOP pending. A process that is gone is not stopped.
     */
    static boolean isStopped(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        try {
            return Files.readString(status, StandardCharsets.ISO_8859_1).lines().anyMatch(ProcessState::tellsOfAStop);
        } catch (IOException e) {
            if (Files.notExists(status)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean tellsOfAStop(String line) {
        if (line.startsWith("State:\tT")) {
            return true;
        }
        boolean pending = line.startsWith("ShdPnd:\t") || line.startsWith("SigPnd:\t");
        return pending && (Long.parseUnsignedLong(line.substring("ShdPnd:\t".length()), 16) & SIGSTOP_BIT) != 0;
    }
}
