package org.mfsha.linux.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mfsha.linux.Network;

/** The real mfsha-guard in a network namespace, with its two pipes. */
final class Guard implements AutoCloseable {
    private final Process process;
    private final OutputStream commands;
    private final BlockingQueue<Optional<String>> events = new LinkedBlockingQueue<>();
    private final long childPid;

    private Guard(Process process) throws Exception {
        this.process = process;
        this.commands = process.getOutputStream();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> read(reader));
        String started = next();
        assertThat(started).startsWith("started ");
        childPid = Long.parseLong(started.substring("started ".length()));
    }

    static Guard start(Network network, List<String> command) throws Exception {
        return start(network, List.of(), command);
    }

    /** Starts one that must not touch the address. */
    static Guard startBesideAnElector(Network network, List<String> command) throws Exception {
        List<String> all = new ArrayList<>(List.of(binary().toString(), "--foreign-address"));
        all.addAll(List.of("--interface", "e0", "--address", Network.SHARED + "/24", "--"));
        all.addAll(command);
        return new Guard(network.start(
                new ProcessBuilder(Network.in(network.server(), all)).redirectError(ProcessBuilder.Redirect.DISCARD)));
    }

    /**
     * Starts one whose loop waits for the kernel in the middle of a change of the address, as it does for a lock that
     * another process holds.
     *
     * @param change which one: 1 is the removal at the start
     */
    static Guard startWithSlowKernel(Network network, int change, long millis, List<String> command) throws Exception {
        String delay = "inject=sendto:delay_enter=" + millis * 1000 + ":when=" + change;
        return start(network, List.of("strace", "-o", "/dev/null", "-e", "trace=sendto", "-e", delay, "--"), command);
    }

    private static Guard start(Network network, List<String> around, List<String> command) throws Exception {
        List<String> all = new ArrayList<>(around);
        all.addAll(List.of(binary().toString(), "--interface", "e0", "--address", Network.SHARED + "/24", "--"));
        all.addAll(command);
        return new Guard(network.start(
                new ProcessBuilder(Network.in(network.server(), all)).redirectError(ProcessBuilder.Redirect.DISCARD)));
    }

    static Path binary() {
        Path binary = Path.of(System.getProperty("mfsha.root"), "build", "guard", "mfsha-guard");
        assertThat(Files.isExecutable(binary))
                .as("%s is missing: run make build", binary)
                .isTrue();
        return binary;
    }

    void send(String line) throws IOException {
        commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
    }

    /** Sends a command that carries the end of a lease, so many milliseconds from now. */
    void sendLease(String verb, long millis) throws IOException {
        send(verb + " " + (org.mfsha.linux.BootClock.nanos() + millis * 1_000_000));
    }

    void serve(long leaseMillis) throws Exception {
        sendLease("serve", leaseMillis);
        assertThat(next()).isEqualTo("serving");
    }

    /** The next event. */
    String next() throws InterruptedException {
        Optional<String> event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event within 10 s").isNotNull();
        return event.orElse("(end)");
    }

    boolean isQuietFor(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS) == null;
    }

    void endInput() throws IOException {
        commands.close();
    }

    Process process() {
        return process;
    }

    long childPid() {
        return childPid;
    }

    boolean childIsStopped() throws IOException {
        return Files.readString(Path.of("/proc/" + childPid + "/stat"))
                .replaceFirst(".*\\) ", "")
                .startsWith("T");
    }

    /** The signal is sent before the event; the kernel acts on it when the child is next scheduled. */
    void awaitChildStopped() throws Exception {
        org.mfsha.linux.Await.until("the child is stopped", this::childIsStopped);
    }

    boolean childIsGone() {
        return ProcessHandle.of(childPid).map(p -> !p.isAlive()).orElse(true);
    }

    private void read(BufferedReader reader) {
        try (reader) {
            for (Optional<String> line = line(reader); line.isPresent(); line = line(reader)) {
                events.add(line);
            }
        } catch (IOException e) {
            events.add(Optional.of("(unreadable: " + e + ")"));
        }
        events.add(Optional.empty());
    }

    private static Optional<String> line(BufferedReader reader) throws IOException {
        return Optional.ofNullable(reader.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
