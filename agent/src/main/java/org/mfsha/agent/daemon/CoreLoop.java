package org.mfsha.agent.daemon;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.mfsha.core.election.Coordinator;
import org.mfsha.core.election.Decider;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;
import org.mfsha.core.protocol.Report;
import org.mfsha.linux.BootClock;

/**
 * The thread that decides. Events go in from any thread, in order; actions come out on this thread.
 *
 * <p>If anything unforeseen happens here the process ends: a node whose decisions cannot be trusted must not go on, and
 * the dead-man's switch does the rest.
 */
final class CoreLoop {
    private static final Logger LOG = System.getLogger(CoreLoop.class.getName());
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Decider decider;
    private final Supplier<Report> self;
    private final ActionRunner runner;
    private final Consumer<Coordinator.View> onView;
    private final Runnable onFailure;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final AtomicBoolean reportPending = new AtomicBoolean();
    private final Thread thread = Thread.ofPlatform().name("core").unstarted(this::run);
    private volatile boolean running = true;

    /** One thing to do on the core's thread. */
    private interface Work {
        void run() throws IOException;
    }

    /**
     * @param self what this node says of its data, now
     * @param runner carries actions out
     * @param onView hears what the node believes after every event
     * @param onFailure ends the process
     */
    CoreLoop(
            Decider decider,
            Supplier<Report> self,
            ActionRunner runner,
            Consumer<Coordinator.View> onView,
            Runnable onFailure) {
        this.decider = decider;
        this.self = self;
        this.runner = runner;
        this.onView = onView;
        this.onFailure = onFailure;
    }

    void start() {
        thread.start();
    }

    /** Something happened. */
    void post(Event event) {
        queue.add(() -> decide(event));
    }

    /** This node's data or readiness changed; many such news become one. */
    void selfChanged() {
        if (reportPending.compareAndSet(false, true)) {
            queue.add(() -> {
                reportPending.set(false);
                decide(new Event.SelfReported(self.get()));
            });
        }
    }

    /** Asks what an administrator wants; completes with the core's answer. */
    CompletableFuture<Action.AnswerOperator> ask(Event.Command request) {
        var answer = new CompletableFuture<Action.AnswerOperator>();
        queue.add(() -> {
            runner.answerTo(answer);
            decide(request);
        });
        return answer;
    }

    /** The guard stopped the process on its own; if the lease was renewed meanwhile, it goes on. */
    void guardSuspended() {
        queue.add(() -> {
            Coordinator.View view = decider.view(BootClock.nanos());
            if (view.leaseUntil().isPresent()) {
                runner.carryOut(new Action.Resume(view.leaseUntil().get()), view);
            }
        });
    }

    void stop() throws InterruptedException {
        running = false;
        selfChanged();
        thread.join(TimeUnit.SECONDS.toMillis(2));
    }

    private void run() {
        try {
            while (running) {
                Work work = queue.poll(pauseNanos(), TimeUnit.NANOSECONDS);
                if (work != null) {
                    work.run();
                } else {
                    decide(new Event.Tick());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            LOG.log(Level.ERROR, "the core cannot go on", e);
            onFailure.run();
        }
    }

    private long pauseNanos() {
        long now = BootClock.nanos();
        OptionalLong deadline = decider.nextDeadline(now);
        return deadline.isPresent() ? Math.min(deadline.getAsLong() - now, IDLE_NANOS) : IDLE_NANOS;
    }

    private void decide(Event event) throws IOException {
        List<Action> actions = decider.handle(event, BootClock.nanos());
        Coordinator.View view = decider.view(BootClock.nanos());
        onView.accept(view);
        for (Action action : actions) {
            runner.carryOut(action, view);
        }
    }
}
