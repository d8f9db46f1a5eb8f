package org.mfsha.linux.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The nft program (nft(8)); one call is one transaction of the kernel. */
final class Nft {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    private Nft() {}

    static void apply(String rules) throws IOException {
        var ignored = run(rules, "-f", "-");
    }

    static String list(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-n", "list"));
        all.addAll(List.of(arguments));
        return run("", all.toArray(String[]::new));
    }

    private static String run(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // Its end closes the output, which ends our reading: so the deadline holds for both.
        var killer = Thread.ofVirtual().start(() -> killAtDeadline(process));
        try (var stdout = process.getInputStream()) {
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(stdout.readAllBytes(), StandardCharsets.UTF_8);
            int code = process.onExit().join().exitValue();
            if (code != 0) {
                throw new IOException("nft ended with " + code + ": " + output.strip());
            }
            return output;
        } finally {
            killer.interrupt();
        }
    }

    private static void killAtDeadline(Process process) {
        try {
            if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
