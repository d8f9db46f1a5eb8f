package org.mfsha.lab.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Everything the file system was asked for and answered, and what must be there by now. Thread-safe. */
public final class Ledger {
    private final List<Completion> completions = new ArrayList<>();
    private final Map<String, Expectation> expectations = new HashMap<>();
    private final List<Missing> vanished = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private final List<Operation> begun = new ArrayList<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, List<Long>> appends = new HashMap<>();
    private final Consumer<Completion> observer;

    /** An empty ledger. */
    public Ledger() {
        this(_ -> {});
    }

    /** An empty ledger that passes every operation on as it ends; the observer must be quick. */
    Ledger(Consumer<Completion> observer) {
        this.observer = observer;
    }

    /** An operation is asked for; {@link #end} follows when the answer is there. */
    synchronized void begin(Operation operation) {
        begun.add(operation);
    }

    /** The answer is there, and entered if it is one. */
    synchronized void end(Operation operation) {
        begun.remove(operation);
    }

    /** Operations that were asked for and have not ended. */
    synchronized List<Operation> unanswered() {
        return List.copyOf(begun);
    }

    /** Enters an operation that ended; a failed one leaves the state of its names open. */
    public synchronized void enter(Completion completion) {
        completions.add(completion);
        observer.accept(completion);
        Operation operation = completion.operation();
        if (completion.outcome() == Completion.Outcome.FAILED) {
            leaveOpen(operation.path());
            operation.target().ifPresent(this::leaveOpen);
            return;
        }
        switch (operation.kind()) {
            case CREATE, MKDIR -> expect(operation.path(), true, completion);
            case WRITE -> expectContent(completion);
            case APPEND -> {
                expectContent(completion);
                appends.computeIfAbsent(operation.path(), _ -> new ArrayList<>())
                        .add(completion.endNanos());
            }
            case UNLINK, RMDIR -> {
                expect(operation.path(), false, completion);
                appends.remove(operation.path());
            }
            case RENAME -> {
                expect(operation.path(), false, completion);
                expect(operation.target().orElseThrow(), true, completion);
            }
            case READ, LOCK, UNLOCK -> {}
        }
    }

    /**
     * Enters that an acknowledged name was found gone by the application itself. One loss is counted once,
     * however often the application comes back to it.
     *
     * @return whether it is a loss, found now or earlier; if not, it never was there
     */
    public synchronized boolean vanished(String path, String finding) {
        Expectation expected = expectations.get(path);
        if (expected != null && expected.present()) {
            lose(path, new Missing(expected.naming(), expected.namedNanos(), finding));
        }
        return lost.contains(path);
    }

    /** Enters that the application read something else than what it wrote. */
    synchronized void spoiled(String path, String finding) {
        Expectation expected = expectations.get(path);
        if (expected != null && expected.present()) {
            lose(path, new Missing(expected.cause(), expected.acknowledgedNanos(), finding));
        }
    }

    private void lose(String path, Missing loss) {
        leaveOpen(path);
        lost.add(path);
        vanished.add(loss);
    }

    /** How much the application got done between two moments. */
    public synchronized Figures figures(long fromNanos, long toNanos) {
        return Figures.of(completions, fromNanos, toNanos);
    }

    /** The operations that were completed between two moments. */
    public synchronized List<Completion> between(long fromNanos, long toNanos) {
        return completions.stream()
                .filter(completion -> completion.endNanos() - fromNanos >= 0 && completion.endNanos() - toNanos <= 0)
                .toList();
    }

    /** How many operations were completed after a moment. */
    public synchronized long completedSince(long nanos) {
        long count = 0;
        for (int i = completions.size() - 1; i >= 0 && completions.get(i).endNanos() - nanos > 0; i--) {
            count++;
        }
        return count;
    }

    /** Drops the times of operations that ended before this moment; what must be there is not forgotten. */
    public synchronized void forgetBefore(long nanos) {
        completions.removeIf(completion -> completion.endNanos() - nanos < 0);
    }

    /** Enters a finding that concerns no name's state. */
    synchronized void find(Missing finding) {
        vanished.add(finding);
    }

    /** When this record of a file that was appended to was acknowledged; empty for any other file. */
    synchronized OptionalLong appended(String path, int record) {
        List<Long> times = appends.getOrDefault(path, List.of());
        return record < times.size() ? OptionalLong.of(times.get(record)) : OptionalLong.empty();
    }

    /** Whether nobody can say if this name must be there: an operation on it failed, or its loss is known. */
    synchronized boolean isOpen(String path) {
        return open.contains(path);
    }

    synchronized Map<String, Expectation> expectations() {
        return new TreeMap<>(expectations);
    }

    /** Takes what the application found gone so far. */
    synchronized List<Missing> takeVanished() {
        List<Missing> taken = List.copyOf(vanished);
        vanished.clear();
        return taken;
    }

    /** After a verification: what was missed is reported, so it is expected no longer; nor is absence to be recalled. */
    synchronized void settle(Iterable<String> reported) {
        for (String path : reported) {
            Expectation expected = expectations.remove(path);
            open.add(path);
            if (expected != null && expected.present()) {
                lost.add(path);
            }
        }
        expectations.values().removeIf(expectation -> !expectation.present());
    }

    private void leaveOpen(String path) {
        expectations.remove(path);
        open.add(path);
    }

    private void expect(String path, boolean present, Completion completion) {
        expect(path, Expectation.named(present, completion));
    }

    /** The name was made by an earlier operation, or by this one if nothing is known of one. */
    private void expectContent(Completion completion) {
        String path = completion.operation().path();
        Expectation before = expectations.get(path);
        boolean known = before != null && before.present();
        expect(path, known ? before.holding(completion) : Expectation.named(true, completion));
    }

    private void expect(String path, Expectation expectation) {
        lost.remove(path);
        open.remove(path);
        expectations.put(path, expectation);
    }
}
