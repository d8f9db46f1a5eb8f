package org.mfsha.agent.master;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.linux.ProcessEnd;

/**
 * An mfsmaster under its guard. Thread-safe; commands take microseconds and never wait for an answer.
 *
 * <p>The guard's language is described in {@code guard/README.md}.
 */
public final class GuardedMaster implements AutoCloseable {
    private static final Logger LOG = System.getLogger(GuardedMaster.class.getName());
    /** What mfsmaster says once every module, its sockets included, is up (main.c, 3.0.117). */
    private static final String INITIALIZED = "daemon initialized properly";

    /** A process that was killed gives its memory and its connections back before it is gone. */
    private static final Duration LAST_BREATH = Duration.ofSeconds(5);

    private final Process guard;
    private final OutputStream commands;
    private final CompletableFuture<Long> pid = new CompletableFuture<>();
    private final CompletableFuture<Void> addressHere = new CompletableFuture<>();
    private final CompletableFuture<Void> initialized = new CompletableFuture<>();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Void>> shortened = new ConcurrentHashMap<>();
    private final AddressRemover leftover;
    private volatile Runnable guardSuspended = () -> {};
    private volatile List<ProcessHandle> wards = List.of();
    private volatile String lastWords = "it said nothing";
    private volatile String complaint = "";

    /** Takes the shared address away when the guard could not. */
    public interface AddressRemover {
        /** Returns when the address is gone. */
        void remove() throws IOException, InterruptedException;
    }

    private GuardedMaster(Process guard, AddressRemover leftover) {
        this.guard = guard;
        this.leftover = leftover;
        this.commands = guard.getOutputStream();
    }

    /**
     * Starts a guard and its mfsmaster.
     *
     * @param command the guard's command line
     * @param log where mfsmaster's output goes, appended
     * @param leftover what to do about the shared address when the guard itself was killed
     */
    public static GuardedMaster start(List<String> command, Path log, AddressRemover leftover) throws IOException {
        // The log first: nothing may run that nobody holds.
        Writer logWriter = Files.newBufferedWriter(
                log, StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        GuardedMaster master;
        try {
            master = new GuardedMaster(new ProcessBuilder(command).start(), leftover);
        } catch (IOException e) {
            logWriter.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("guard-events").start(master::readEvents);
        Thread.ofPlatform().daemon().name("mfsmaster-log").start(() -> master.readLog(logWriter));
        return master;
    }

    /** The process id of mfsmaster. */
    public long awaitPid(Duration limit) throws IOException, InterruptedException {
        return await(pid, limit, "mfsmaster was not started");
    }

    /** Waits until the shared address is on the interface. */
    public void awaitAddress(Duration limit) throws IOException, InterruptedException {
        await(addressHere, limit, "the shared address could not be added");
    }

    /** Waits until mfsmaster listens on all its ports. */
    public void awaitListening(Duration limit) throws IOException, InterruptedException {
        await(initialized, limit, "mfsmaster does not listen");
    }

    /** Completes, with the reason, when mfsmaster has ended; the shared address is gone by then. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /**
     * Completes when mfsmaster was killed and the shared address is gone, or mfsmaster had ended already. Not the same as
     * {@link #ended()}: the kernel may need seconds to free the memory of a dead process.
     */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** Who hears that the guard stopped the process because the lease it knew of ran out. */
    public void onGuardSuspended(Runnable listener) {
        guardSuspended = listener;
    }

    /** Add the shared address and serve until a time on the boot clock, in nanoseconds. */
    public void serve(long leaseUntilNanos) {
        command("serve " + leaseUntilNanos);
    }

    /** Serve until a later time. */
    public void extend(long leaseUntilNanos) {
        command("lease " + leaseUntilNanos);
    }

    /**
     * Serve only until an earlier time.
     *
     * @return completes when no later deadline counts any more, or nothing is left that could serve
     */
    public CompletableFuture<Void> shorten(long leaseUntilNanos) {
        CompletableFuture<Void> confirmed = shortened.computeIfAbsent(leaseUntilNanos, _ -> new CompletableFuture<>());
        command("shorten " + leaseUntilNanos);
        return CompletableFuture.anyOf(confirmed, stopped).thenRun(() -> {});
    }

    /** Stop the process and take the address away. */
    public void suspend() {
        command("suspend");
    }

    /** Go on after a suspension. */
    public void resume(long leaseUntilNanos) {
        command("resume " + leaseUntilNanos);
    }

    /** Let mfsmaster read its configuration again. */
    public void reload() {
        command("reload");
    }

    /** Take the address away and kill mfsmaster at once; it does not save its metadata. */
    public void kill() {
        command("kill");
    }

    /** Kills mfsmaster and waits for the guard to go, a few seconds at most. */
    @Override
    public void close() {
        kill();
        hangUp();
        try {
            if (!guard.waitFor(3, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "the guard did not end in time: killed");
                guard.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            guard.destroyForcibly();
        }
    }

    /** The end of its input tells the guard that nobody is left to talk to. */
    private void hangUp() {
        synchronized (commands) {
            try {
                commands.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the guard was gone already: {0}", e.getMessage());
            }
        }
    }

    private void command(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        synchronized (commands) {
            try {
                commands.write(bytes);
                commands.flush();
            } catch (IOException e) {
                // The guard is gone; `ended` tells whoever needs to know.
                LOG.log(Level.DEBUG, () -> "guard did not take '" + line + "': " + e.getMessage());
            }
        }
    }

    private void readEvents() {
        String reason = "the guard ended without a word";
        boolean told = false;
        try (BufferedReader events = reader(guard.getInputStream())) {
            for (String line = events.readLine(); line != null; line = events.readLine()) {
                LOG.log(Level.DEBUG, "guard: {0}", line);
                String[] words = line.split(" ", 2);
                switch (words[0]) {
                    case "started" -> {
                        wards = guard.descendants().toList();
                        pid.complete(Long.parseLong(words[1]));
                    }
                    case "serving" -> {
                        wards = guard.descendants().toList();
                        addressHere.complete(null);
                    }
                    case "killed" -> stopped.complete(null);
                    case "shortened" ->
                        Optional.ofNullable(shortened.remove(Long.parseLong(words[1])))
                                .ifPresent(confirmed -> confirmed.complete(null));
                    case "exited" -> {
                        reason = "mfsmaster ended (" + words[1] + "): " + cause(words[1]);
                        told = true;
                    }
                    case "error" -> onError(line);
                    case "healed" -> LOG.log(Level.WARNING, "somebody removed the shared address: put back");
                    case "suspended" -> onSuspended(line);
                    default -> {}
                }
            }
        } catch (IOException e) {
            reason = "the guard cannot be heard: " + e.getMessage();
        }
        if (!told) {
            cleanUpAfterGuard();
        }
        end(reason);
    }

    /**
     * Does what a guard that was killed left undone. Its end is heard before mfsmaster's: the kernel closes its pipes
     * first and kills its child then.
     */
    private void cleanUpAfterGuard() {
        long deadline = System.nanoTime() + LAST_BREATH.toNanos();
        try {
            for (ProcessHandle ward : wards) {
                if (!ProcessEnd.await(ward.pid(), Duration.ofNanos(deadline - System.nanoTime()))) {
                    LOG.log(Level.ERROR, "{0} does not end though its guard did", ward);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "nobody knows whether mfsmaster has ended: {0}", e.getMessage());
        }
        try {
            leftover.remove();
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the shared address may be here still: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When it ends by itself it first says what it cannot do, and goes on talking about other things. */
    private String cause(String how) {
        return how.startsWith("code") && !complaint.isEmpty() ? complaint : lastWords;
    }

    private void onSuspended(String line) {
        LOG.log(Level.WARNING, "guard: {0}", line);
        if (line.startsWith("suspended lease")) {
            guardSuspended.run();
        }
    }

    private void onError(String line) {
        LOG.log(Level.ERROR, "guard: {0}", line);
        if (line.contains("cannot add") || line.contains("is past") || line.contains("suspended")) {
            addressHere.completeExceptionally(new IOException("guard: " + line));
        }
    }

    private void end(String reason) {
        ended.complete(reason);
        stopped.complete(null);
        var gone = new IOException(reason);
        pid.completeExceptionally(gone);
        addressHere.completeExceptionally(gone);
        initialized.completeExceptionally(gone);
    }

    private void readLog(Writer log) {
        try (log;
                BufferedReader lines = reader(guard.getErrorStream())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(INITIALIZED)) {
                    initialized.complete(null);
                }
                if (!line.isBlank()) {
                    lastWords = line;
                }
                if (line.contains("can't ")) {
                    complaint = line;
                }
                log.write(line + "\n");
                log.flush();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "mfsmaster's output cannot be logged", e);
        }
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    }

    private static <T> T await(CompletableFuture<T> future, Duration limit, String failure)
            throws IOException, InterruptedException {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException(failure + ": " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(failure + " within " + limit.toMillis() + " ms", e);
        }
    }
}
