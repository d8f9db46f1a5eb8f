package org.mfsha.agent.control;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** Answers commands on a unix domain socket until closed. At most 16 at once, each with a deadline. */
public final class ControlServer implements AutoCloseable {
    /** Longest request. */
    public static final int MAX_REQUEST_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final int MAX_CONNECTIONS = 16;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(2);

    private final Path path;
    private final Map<String, Verb> verbs;
    private final Duration verbLimit;
    private final ServerSocketChannel listening;
    private final Semaphore slots = new Semaphore(MAX_CONNECTIONS);
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Binds the socket and starts to answer.
     *
     * @param verbLimit how long a verb may take until its connection is cut off
     * @throws IOException if the socket cannot be bound; says why and what to do
     */
    public ControlServer(Path path, Map<String, Verb> verbs, Duration verbLimit) throws IOException {
        this.path = path;
        this.verbs = Map.copyOf(verbs);
        this.verbLimit = verbLimit;
        this.listening = ControlSocket.bind(path);
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                task -> Thread.ofPlatform()
                        .name("mfsha-control-deadlines")
                        .daemon()
                        .unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
        Thread.ofPlatform().name("mfsha-control").daemon().start(this::accept);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        timer.shutdownNow();
        Files.deleteIfExists(path);
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel connection = listening.accept();
                if (slots.tryAcquire()) {
                    Thread.ofVirtual().name("mfsha-command").start(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                if (listening.isOpen()) {
                    LOG.log(System.Logger.Level.WARNING, "control socket " + path, e);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                }
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            if (!ControlSocket.mayAsk(connection)) {
                return;
            }
            ScheduledFuture<?> reading = closeAfter(connection, REQUEST_LIMIT);
            String request = Lines.read(connection, MAX_REQUEST_BYTES);
            reading.cancel(false);
            ScheduledFuture<?> answering = closeAfter(connection, verbLimit);
            try {
                Lines.write(connection, JSON.std.asString(answer(request)));
            } finally {
                answering.cancel(false);
            }
        } catch (IOException | JacksonException | RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "a command's connection ended: " + e);
        } finally {
            slots.release();
        }
    }

    private ScheduledFuture<?> closeAfter(SocketChannel connection, Duration limit) {
        return timer.schedule(
                () -> {
                    connection.close();
                    return connection;
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Map<String, Object> answer(String request) {
        Optional<Map<String, Object>> object = Lines.parseObject(request);
        if (object.isEmpty()) {
            return failure("the request is no JSON object on one line");
        }
        Map<String, Object> arguments = object.get();
        String name = String.valueOf(arguments.remove("verb"));
        return Optional.ofNullable(verbs.get(name))
                .map(verb -> run(name, verb, arguments))
                .orElseGet(() -> failure("unknown verb " + name + "; this daemon knows "
                        + String.join(", ", new TreeSet<>(verbs.keySet()))));
    }

    private static Map<String, Object> run(String name, Verb verb, Map<String, Object> arguments) {
        try {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", true);
            answer.put("result", verb.run(arguments));
            return answer;
        } catch (VerbException e) {
            return failure(e.getMessage());
        } catch (RuntimeException e) {
            // A fault of one command must reach the person who gave it.
            LOG.log(System.Logger.Level.ERROR, "command " + name + " failed", e);
            return failure("mfsha's own fault: " + e + "; its log has the details");
        }
    }

    private static Map<String, Object> failure(String why) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ok", false);
        answer.put("error", why);
        return answer;
    }
}
