package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mfsha.lab.bench.model.CostResult;
import org.mfsha.lab.bench.model.CostResult.Lag;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Spread;
import org.mfsha.lab.bench.model.Tool;

/** What was meant to be reached, and what was. */
final class Goals {
    private static final double SMALL_FACTOR = 8;
    private static final double LARGE_FACTOR = 15;
    private static final double GATE_FACTOR = 2;
    private static final double THROUGHPUT_PERCENT = 97;
    private static final double LAG_P99_MILLIS = 20;
    private static final String GATE = "open-gate-to-listening";

    private Goals() {}

    /**
     * One of them.
     *
     * @param what the figure and its goal
     * @param measured the figure, or why there is none
     * @param reached empty when it was not measured
     */
    record Goal(String what, String measured, Optional<Boolean> reached) {
        String verdict() {
            return reached.map(yes -> yes ? "reached" : "MISSED").orElse("not known");
        }
    }

    static List<Goal> of(Results results) {
        List<Goal> goals = new ArrayList<>();
        goals.add(hostLoss(results, Size.SMALL, SMALL_FACTOR));
        goals.add(hostLoss(results, Size.LARGE, LARGE_FACTOR));
        goals.add(gate(results));
        goals.add(hung(results));
        goals.add(throughput(results, 1, "one thread"));
        goals.add(throughput(results, 4, "four threads, which fill this machine"));
        goals.add(lag(results));
        return goals;
    }

    private static Goal hostLoss(Results results, Size size, double factor) {
        Cell howTo = Cell.of(results, Tool.HOW_TO, FaultCase.HOST_LOSS, size);
        Cell mfsha = Cell.of(results, Tool.MFSHA, FaultCase.HOST_LOSS, size);
        String what = String.format(
                Locale.ROOT,
                "metadata stall at host loss, %s inodes, at least %.0f times shorter than with the how-to",
                size.label(),
                factor);
        if (howTo.isEmpty() || mfsha.isEmpty()) {
            return unknown(what);
        }
        double measured = howTo.metadata().median() / mfsha.metadata().median();
        return new Goal(
                what,
                Words.times(measured) + " times ("
                        + Words.seconds(mfsha.metadata().median()) + " s instead of "
                        + Words.seconds(howTo.metadata().median()) + " s)",
                Optional.of(measured >= factor));
    }

    private static Goal gate(Results results) {
        String what = "from the gate to listening, 10 million inodes, at most twice as long as with 10 thousand";
        Optional<Double> small = gate(results, Size.SMALL);
        Optional<Double> huge = gate(results, Size.HUGE);
        if (small.isEmpty() || huge.isEmpty()) {
            return unknown(what);
        }
        double factor = huge.get() / small.get();
        return new Goal(
                what,
                Words.times(factor) + " times (" + Words.millis(huge.get()) + " ms, " + Words.millis(small.get())
                        + " ms)",
                Optional.of(factor <= GATE_FACTOR));
    }

    private static Optional<Double> gate(Results results, Size size) {
        return Optional.ofNullable(
                Cell.of(results, Tool.MFSHA, FaultCase.HOST_LOSS, size).phases().get(GATE));
    }

    private static Goal hung(Results results) {
        String what = "a hung mfsmaster is noticed and replaced";
        List<Cell> cells = Tables.cells(results).stream()
                .filter(cell -> cell.tool() == Tool.MFSHA && cell.fault() == FaultCase.MASTER_HUNG)
                .toList();
        if (cells.isEmpty()) {
            return unknown(what);
        }
        long all = cells.stream().mapToLong(cell -> cell.results().size()).sum();
        long noticed = cells.stream()
                .mapToLong(cell -> cell.sum(result -> result.listeningMillis().isPresent() ? 1 : 0))
                .sum();
        return new Goal(what, noticed + " of " + all + " times", Optional.of(noticed == all));
    }

    private static Goal throughput(Results results, int threads, String load) {
        String what = "metadata operations per second with mfsha, " + load + ", at least 97 % of those without";
        Spread with = Spread.of(operations(results, true, threads));
        Spread without = Spread.of(operations(results, false, threads));
        if (with.count() == 0 || without.count() == 0) {
            return unknown(what);
        }
        double percent = 100 * with.median() / without.median();
        return new Goal(
                what,
                String.format(Locale.ROOT, "%.1f %% (%.0f of %.0f)", percent, with.median(), without.median()),
                Optional.of(percent >= THROUGHPUT_PERCENT));
    }

    private static Goal lag(Results results) {
        String what = "replication lag at full rate, 99 % of all changes within 20 ms";
        List<Lag> lags = measured(results, true, 4).stream()
                .flatMap(load -> load.lag().stream())
                .toList();
        if (lags.isEmpty()) {
            return unknown(what);
        }
        Spread p99 = Spread.of(lags.stream().map(Lag::p99Millis).toList());
        Spread median = Spread.of(lags.stream().map(Lag::medianMillis).toList());
        return new Goal(
                what,
                "99 % within " + Words.millis(p99.median()) + " ms, half of them within "
                        + Words.millis(median.median()) + " ms",
                Optional.of(p99.median() <= LAG_P99_MILLIS));
    }

    static List<Double> operations(Results results, boolean attached, int threads) {
        return measured(results, attached, threads).stream()
                .map(CostResult.Measured::operationsPerSecond)
                .toList();
    }

    static List<CostResult.Measured> measured(Results results, boolean attached, int threads) {
        return results.costs().stream()
                .filter(cost -> cost.trial().attached() == attached)
                .flatMap(cost -> cost.load(threads).stream())
                .toList();
    }

    private static Goal unknown(String what) {
        return new Goal(what, "not measured", Optional.empty());
    }

    /** Whether anything was lost or failed, which no figure of time may hide. */
    static long errors(Results results, Tool tool) {
        return results.faults().stream()
                .filter(result -> result.trial().tool() == tool)
                .mapToLong(FaultResult::ioErrors)
                .sum();
    }
}
