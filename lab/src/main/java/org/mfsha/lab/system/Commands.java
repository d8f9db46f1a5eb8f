package org.mfsha.lab.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs external commands, through a helper process (see {@code HelperShell}). One at a time; safe for all threads. */
public final class Commands {
    private static final String LIMIT_SECONDS = "20";
    private static final int TIMED_OUT = 124;

    private Commands() {}

    /** How a command ended: its exit status, and standard output and error together. */
    public record Result(int exit, String output) {}

    /** Makes sure that commands can be run later, even while a FUSE mount hangs that this process uses. */
    public static void prepare() throws IOException {
        HelperShell.instance().evaluate("echo ready");
    }

    /**
     * Runs a command and returns its output.
     *
     * @throws IOException if the command ends with another status than 0 or runs for 20 seconds (it is killed then)
     */
    public static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    /** Like {@link #run(String...)}. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Result result = attempt(command);
        if (result.exit() != 0) {
            throw new IOException(
                    "`" + String.join(" ", command) + "` ended with " + result.exit() + ": " + result.output());
        }
        return result.output();
    }

    /**
     * Runs a command that may fail.
     *
     * @throws IOException if it runs for 20 seconds (it is killed then)
     */
    public static Result attempt(List<String> command) throws IOException, InterruptedException {
        List<String> limited = new ArrayList<>(List.of("timeout", "-k", "1", LIMIT_SECONDS));
        limited.addAll(command);
        Path output = Files.createTempFile("mfsha-lab", ".out");
        try {
            String target = HelperShell.quoted(List.of(output.toString()));
            String exit = HelperShell.instance()
                    .evaluate(HelperShell.quoted(limited) + " </dev/null >" + target + " 2>&1; echo $?");
            if (Integer.parseInt(exit) == TIMED_OUT) {
                throw new IOException("`" + String.join(" ", command) + "` still ran after " + LIMIT_SECONDS + " s");
            }
            return new Result(
                    Integer.parseInt(exit),
                    Files.readString(output, StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /**
     * Starts a long-running program in the background, in a session of its own: it survives this process and its
     * terminal.
     *
     * @param log gets what it prints, at the end
     * @return its process id
     */
    public static long start(List<String> command, Path log) throws IOException {
        String target = HelperShell.quoted(List.of(log.toString()));
        // The log is there when this returns; the process opens it a moment later.
        return Long.parseLong(HelperShell.instance()
                .evaluate(": >>" + target + "; setsid " + HelperShell.quoted(command) + " </dev/null >>" + target
                        + " 2>&1 & echo $!"));
    }
}
