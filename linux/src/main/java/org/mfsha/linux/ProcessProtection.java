package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Protects this process from being swapped out, outrun and killed by the out-of-memory killer. What
 * the kernel does not permit is told, never fatal.
 */
public final class ProcessProtection {
    private static final NativeFunction MLOCKALL = NativeFunction.bind("mlockall", INT, INT);
    private static final NativeFunction SETPRIORITY = NativeFunction.bind("setpriority", INT, INT, INT, INT);
    private static final int MCL_CURRENT_FUTURE_ONFAULT = 1 | 2 | 4;
    private static final int PRIO_PROCESS = 0;
    private static final Path AUTOGROUP = Path.of("/proc/self/autogroup");
    private static final int NICE = -19;
    private static final int LOWEST_PRIORITY = 19;
    private static final int OOM_SCORE_ADJ = -950;

    private ProcessProtection() {}

    /** Does all three; the answer says what was not permitted, one entry each. */
    public static List<String> apply() {
        List<String> refused = new ArrayList<>();
        lockMemory().ifPresent(refused::add);
        raisePriority().ifPresent(refused::add);
        avoidOomKiller().ifPresent(refused::add);
        return List.copyOf(refused);
    }

    /** Keeps every page in memory from its first use on (mlockall(2), MCL_ONFAULT). */
    public static Optional<String> lockMemory() {
        return attempt("lock memory", () -> MLOCKALL.call(MCL_CURRENT_FUTURE_ONFAULT));
    }

    /**
     * Nice -19, as mfsmaster itself, for all threads there are and those they start.
     *
     * <p>Where the kernel shares the processor between sessions first ("The autogroup feature", sched(7)), nice values count
     * within a session alone; so the session gets the same, if it is this process's own.
     */
    public static Optional<String> raisePriority() {
        return attempt("raise priority", () -> {
            // Linux keeps the nice value per thread (setpriority(2), "C library/kernel differences").
            try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : threads) {
                    SETPRIORITY.call(
                            PRIO_PROCESS, Integer.parseInt(thread.getFileName().toString()), NICE);
                }
            }
            if (Files.exists(AUTOGROUP) && leadsItsSession()) {
                Files.writeString(AUTOGROUP, Integer.toString(NICE));
            }
        });
    }

    /** A session's leader has its number (setsid(2)). */
    private static boolean leadsItsSession() throws IOException {
        // "pid (name) state parent group session ..." (proc_pid_stat(5)); the name may hold anything.
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
        return Long.parseLong(afterName[3]) == ProcessHandle.current().pid();
    }

    /** Nice 19 for the calling thread and the processes it starts: it runs when nobody else wants to. */
    public static Optional<String> lowerPriorityOfThread() {
        // 0 is the calling thread, see above.
        return attempt("lower priority", () -> SETPRIORITY.call(PRIO_PROCESS, 0, LOWEST_PRIORITY));
    }

    /** Puts this process behind nearly all others when the kernel must kill one. */
    public static Optional<String> avoidOomKiller() {
        return attempt(
                "set oom_score_adj",
                () -> Files.writeString(Path.of("/proc/self/oom_score_adj"), Integer.toString(OOM_SCORE_ADJ)));
    }

    private static Optional<String> attempt(String what, Attempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot " + what + ": " + e.getMessage());
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }
}
