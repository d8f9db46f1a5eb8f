package org.mfsha.agent.standby;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.mfsha.moosefs.files.Journal;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.wire.MetaloggerClient;
import org.mfsha.moosefs.wire.MetaloggerEvent;
import org.mfsha.moosefs.wire.MetaloggerOptions;

/**
 * Follows one mfsmaster as a metalogger does and feeds every change into a sink, until closed. It reconnects by itself,
 * and fills gaps from elsewhere: the master resumes silently too late when it no longer has old changes in memory.
 */
public final class ChangeStream implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ChangeStream.class.getName());
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final long RECONNECT_MILLIS = 50;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final InetSocketAddress master;
    private final ChangeSink sink;
    private final GapFiller filler;
    private final Listener listener;
    private final Thread thread;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final ConcurrentHashMap<Long, CompletableFuture<Long>> barriers = new ConcurrentHashMap<>();
    private volatile Optional<MetaloggerClient> client = Optional.empty();
    private volatile boolean running = true;

    /** Where missing changes come from. */
    public interface GapFiller {
        /** Asks for changes from a version on. Nobody may wait any more when the answer comes: it changes nothing. */
        Filling ask(long version) throws IOException;
    }

    /** An answer to a {@link GapFiller}. */
    public interface Filling {
        /** Takes it: as many changes as there are; empty when there is none of them. */
        List<LogLine> take() throws IOException;
    }

    /** Something that waits for the network. */
    private interface Question<T> {
        T ask() throws IOException;
    }

    /** Who hears of the stream's fate; called from the stream's thread. */
    public interface Listener {
        /** The stream is connected, or not any more. */
        void connected(boolean now);

        /** The sink has more than before. */
        void advanced();

        /** The sink cannot go on with this master: its data differs, or changes are missing everywhere. */
        void broken(String why);
    }

    private ChangeStream(InetSocketAddress master, ChangeSink sink, GapFiller filler, Listener listener) {
        this.master = master;
        this.sink = sink;
        this.filler = filler;
        this.listener = listener;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("changes-" + master.getHostString())
                .unstarted(this::run);
    }

    /**
     * Starts following.
     *
     * @param master the metalogger port of the node that leads
     */
    public static ChangeStream start(InetSocketAddress master, ChangeSink sink, GapFiller filler, Listener listener) {
        var stream = new ChangeStream(master, sink, filler, listener);
        stream.thread.start();
        return stream;
    }

    /**
     * Completes with the sink's next version once everything the master had changed when it read the request has
     * arrived.
     */
    public CompletableFuture<Long> barrier() {
        var done = new CompletableFuture<Long>();
        Optional<MetaloggerClient> current = client;
        if (current.isEmpty()) {
            done.completeExceptionally(new IOException("not connected to " + master));
            return done;
        }
        try {
            synchronized (barriers) { // The answer may be here before the question is noted.
                barriers.put(current.get().barrier(), done);
            }
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /** Whether it still tries. */
    public boolean isAlive() {
        return thread.isAlive() && running;
    }

    /** Stops; nothing reaches the sink after this has returned. */
    @Override
    public void close() throws IOException {
        running = false;
        closed.complete(null);
        Optional<MetaloggerClient> current = client;
        if (current.isPresent()) {
            current.get().close();
        }
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                throw new IOException("the stream from " + master + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while closing the stream from " + master, e);
        }
    }

    private void run() {
        String lastFailure = "";
        while (running) {
            try (var connection = ask(
                    () -> MetaloggerClient.connect(master, MetaloggerOptions.defaults()), ChangeStream::closeUnused)) {
                client = Optional.of(connection);
                follow(connection);
                lastFailure = "";
            } catch (BrokenException e) {
                running = false;
                listener.broken(e.getMessage());
            } catch (IOException | IllegalArgumentException e) {
                String failure = String.valueOf(e.getMessage());
                if (running && !failure.equals(lastFailure)) {
                    LOG.log(Level.INFO, "following {0}: {1}", master, failure);
                    lastFailure = failure;
                }
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "following " + master + " failed", e);
                running = false;
                listener.broken("a fault of mfsha's own: " + e);
            } finally {
                client = Optional.empty();
                barriers.values().forEach(waiting -> waiting.completeExceptionally(new IOException("disconnected")));
                barriers.clear();
                listener.connected(false);
            }
            pauseBeforeReconnecting();
        }
    }

    /**
     * Asks, but waits for the answer only as long as this stream is wanted: a host that has just died does not answer a
     * connection request either, and its successor must not wait for that.
     *
     * @param unwanted disposes of an answer that comes too late
     */
    private <T> T ask(Question<T> question, Consumer<T> unwanted) throws IOException {
        var answer = new CompletableFuture<T>();
        Thread.ofVirtual().name("ask-" + master.getHostString()).start(() -> {
            try {
                answer.complete(question.ask());
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        CompletableFuture.anyOf(answer, closed).handle((_, _) -> true).join();
        if (closed.isDone()) {
            var _ = answer.thenAccept(unwanted);
            throw new IOException("not wanted any more");
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    private static void closeUnused(MetaloggerClient connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection nobody needed", e);
        }
    }

    /** Nothing announces that a master listens again; trying often is cheap on a local network. */
    private void pauseBeforeReconnecting() {
        try {
            closed.get(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // Still wanted.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing can fail in being closed", e);
        }
    }

    private void follow(MetaloggerClient connection) throws IOException {
        fill();
        connection.registerResume(sink.nextVersion());
        listener.connected(true);
        boolean dirty = false;
        while (running) {
            Optional<MetaloggerEvent> event = connection.next(dirty ? Duration.ZERO : PATIENCE);
            if (event.isEmpty()) {
                if (dirty) {
                    sink.flush();
                    listener.advanced();
                }
                dirty = false;
            } else if (event.get() instanceof MetaloggerEvent.Change change) {
                append(change.line());
                dirty = true;
            } else if (event.get() instanceof MetaloggerEvent.Barrier(long id)) {
                sink.flush();
                complete(id);
            }
        }
    }

    private void complete(long barrier) {
        synchronized (barriers) {
            Optional.ofNullable(barriers.remove(barrier)).ifPresent(waiting -> waiting.complete(sink.nextVersion()));
        }
    }

    private void append(LogLine line) throws IOException {
        Journal.Outcome outcome = sink.append(line);
        if (outcome instanceof Journal.Outcome.Gap) {
            fill();
            outcome = sink.append(line);
        }
        check(outcome, line);
    }

    private static void check(Journal.Outcome outcome, LogLine line) throws BrokenException {
        switch (outcome) {
            case Journal.Outcome.Gap(long expected) ->
                throw new BrokenException("changes " + expected + " to " + (line.version() - 1) + " are not to be had");
            case Journal.Outcome.Diverged(LogLine present) ->
                throw new BrokenException("change " + line.version() + " is '" + line.text() + "' at the leader and '"
                        + present.text() + "' here");
            default -> {}
        }
    }

    private void fill() throws IOException {
        List<LogLine> missing = missing();
        while (!missing.isEmpty()) {
            for (LogLine line : missing) {
                check(sink.append(line), line);
            }
            sink.flush();
            listener.advanced();
            missing = missing();
        }
    }

    private List<LogLine> missing() throws IOException {
        return ask(() -> filler.ask(sink.nextVersion()), _ -> {}).take();
    }

    /** Reconnecting does not help. */
    private static final class BrokenException extends IOException {
        private static final long serialVersionUID = 1L;

        private BrokenException(String message) {
            super(message);
        }
    }
}
