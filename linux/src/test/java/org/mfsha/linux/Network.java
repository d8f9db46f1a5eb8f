package org.mfsha.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Two hosts, network namespaces joined by one cable: 10.0.0.1/24 and 10.0.0.2/24, both on "e0". */
public final class Network implements AutoCloseable {
    public static final String SHARED = "10.0.0.100";

    private final String tag =
            "lx" + Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000000));
    private final String server = tag + "s";
    private final String client = tag + "c";
    private final List<Process> started = new ArrayList<>();

    public Network() throws IOException {
        try {
            for (String host : List.of(server, client)) {
                run("ip", "netns", "add", host);
                run("ip", "-n", host, "link", "set", "lo", "up");
            }
            run("ip", "-n", server, "link", "add", "e0", "type", "veth", "peer", "name", "e0", "netns", client);
            run("ip", "-n", server, "addr", "add", "10.0.0.1/24", "dev", "e0");
            run("ip", "-n", client, "addr", "add", "10.0.0.2/24", "dev", "e0");
            run("ip", "-n", server, "link", "set", "e0", "up");
            run("ip", "-n", client, "link", "set", "e0", "up");
        } catch (IOException | AssertionError e) {
            close();
            throw e;
        }
    }

    public String server() {
        return server;
    }

    public String client() {
        return client;
    }

    /** A command line that runs in that host. */
    public static List<String> in(String host, List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", host));
        all.addAll(command);
        return all;
    }

    public Process start(String host, String... command) throws IOException {
        return start(new ProcessBuilder(in(host, List.of(command))).redirectErrorStream(true));
    }

    public Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    public boolean hasAddress(String host, String address) throws IOException {
        return run("ip", "-n", host, "-4", "-o", "addr", "show").contains(" " + address + "/");
    }

    public String ip(String host, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "-n", host));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Runs a program to its good end, and answers what it wrote. */
    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        Assertions.assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + output);
        return output;
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        for (String host : List.of(server, client)) {
            Process removal = new ProcessBuilder("ip", "netns", "del", host).start();
            removal.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
