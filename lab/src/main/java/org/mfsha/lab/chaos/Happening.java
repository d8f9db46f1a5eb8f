package org.mfsha.lab.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.chaos.fault.Scene;

/** Lets the faults of a round happen at their times; on the way out, whatever happened, all that began is ended. */
final class Happening {
    private final Scene scene;
    private final long originNanos = System.nanoTime();
    private final List<Begun> begun = new ArrayList<>();

    Happening(Scene scene) {
        this.scene = scene;
    }

    /** Something to be done, {@code atNanos} after the origin. */
    private record Step(long atNanos, Action action) {}

    private interface Action {
        void run() throws IOException, InterruptedException, TimeoutException;
    }

    private record Begun(Planned planned, long beganNanos, long struckNanos) {}

    /** Takes as long as the faults do; returns what happened, in the order in which it began. */
    List<Strike> run(Round round) throws IOException, InterruptedException, TimeoutException {
        List<Strike> strikes = new ArrayList<>();
        PriorityQueue<Step> steps = new PriorityQueue<>(Comparator.comparingLong(Step::atNanos));
        for (Planned planned : round.faults()) {
            long at = TimeUnit.MILLISECONDS.toNanos(planned.delayMillis());
            steps.add(new Step(at, () -> begin(planned, steps, strikes)));
        }
        try {
            while (!steps.isEmpty()) {
                Step step = steps.remove();
                TimeUnit.NANOSECONDS.sleep(step.atNanos() - elapsed()); // the length of the fault
                step.action().run();
            }
        } finally {
            for (Begun left : begun.reversed()) {
                left.planned().fault().end(scene);
            }
        }
        strikes.sort(Comparator.comparingLong(Strike::beganNanos));
        return strikes;
    }

    private void begin(Planned planned, PriorityQueue<Step> steps, List<Strike> strikes)
            throws IOException, InterruptedException, TimeoutException {
        long began = System.nanoTime();
        begun.add(new Begun(planned, began, began)); // to be ended even if only a part of it happens
        planned.fault().begin(scene);
        Begun whole = new Begun(planned, began, System.nanoTime());
        begun.set(begun.size() - 1, whole);
        long end = elapsed() + TimeUnit.MILLISECONDS.toNanos(planned.holdMillis());
        steps.add(new Step(end, () -> strikes.add(end(whole))));
    }

    private Strike end(Begun whole) throws IOException, InterruptedException {
        begun.remove(whole);
        whole.planned().fault().end(scene);
        return new Strike(whole.planned(), whole.beganNanos(), whole.struckNanos(), System.nanoTime());
    }

    private long elapsed() {
        return System.nanoTime() - originNanos;
    }
}
