package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.mfsha.lab.bench.model.CostResult.Lag;
import org.mfsha.lab.bench.model.CostResult.Measured;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Spread;
import org.mfsha.lab.bench.model.Tool;

/** The section about the price of being there. */
final class Costs {
    private static final List<Integer> THREADS = List.of(1, 4);

    private final Results results;

    Costs(Results results) {
        this.results = results;
    }

    void tell(Markdown out) {
        if (results.costs().isEmpty()) {
            return;
        }
        out.head(2, "The price of being there");
        out.paragraph(
                "One stock mfsmaster alone, and mfsha with a hot standby and a witness, one after the other. Threads"
                        + " create, rename and remove files and directories without a pause. The standby's work is done by the"
                        + " same processors here, which no cluster of real hosts would do: with one thread some of them are"
                        + " free, with four none.");
        throughput(out);
        lag(out);
        use(out);
        memory(out);
    }

    private void throughput(Markdown out) {
        List<List<String>> rows = new ArrayList<>();
        for (int threads : THREADS) {
            Spread without = Spread.of(Goals.operations(results, false, threads));
            Spread with = Spread.of(Goals.operations(results, true, threads));
            if (without.count() > 0 && with.count() > 0) {
                rows.add(List.of(
                        Integer.toString(threads),
                        Words.count(Math.round(without.median())),
                        Words.count(Math.round(with.median())),
                        String.format(Locale.ROOT, "%.1f %%", 100 * with.median() / without.median())));
            }
        }
        out.table(List.of("threads", "operations/s without", "with mfsha", "share"), rows);
    }

    private void lag(Markdown out) {
        List<List<String>> rows = new ArrayList<>();
        for (int threads : THREADS) {
            List<Lag> lags = Goals.measured(results, true, threads).stream()
                    .flatMap(load -> load.lag().stream())
                    .toList();
            if (!lags.isEmpty()) {
                rows.add(List.of(
                        Integer.toString(threads),
                        median(lags, Lag::medianMillis),
                        median(lags, Lag::p99Millis),
                        Words.millis(
                                Spread.of(lags.stream().map(Lag::worstMillis).toList())
                                        .worst()),
                        Words.count(lags.stream().mapToLong(Lag::writes).sum())));
            }
        }
        out.paragraph(
                "Replication lag, from a change being in the leader's changelog file until it is in the standby's:");
        out.table(List.of("threads", "median ms", "p99 ms", "worst ms", "writes"), rows);
    }

    private void use(Markdown out) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<Integer> loads = List.of(0, 1, 4);
        for (int threads : loads) {
            Goals.measured(results, true, threads).stream()
                    .flatMap(load -> load.cpuMilli().keySet().stream())
                    .distinct()
                    .forEach(name -> rows.computeIfAbsent(name, _ -> new ArrayList<>()));
        }
        rows.forEach((name, row) -> {
            row.add(name);
            row.add(value(name, 1, Measured::residentKib, kib -> Words.mebibytes(kib)));
            loads.forEach(threads -> row.add(
                    value(name, threads, Measured::cpuMilli, milli -> String.format(Locale.ROOT, "%.1f", milli / 10))));
        });
        out.paragraph("Who takes what, 10 thousand inodes; m1 leads. Processor use in percent of one processor:");
        out.table(List.of("host and program", "MiB", "idle", "1 thread", "4 threads"), List.copyOf(rows.values()));
    }

    private String value(
            String name, int threads, Function<Measured, Map<String, Long>> figures, Function<Double, String> words) {
        List<Long> values = Goals.measured(results, true, threads).stream()
                .flatMap(load ->
                        java.util.stream.Stream.ofNullable(figures.apply(load).get(name)))
                .toList();
        return values.isEmpty() ? "-" : words.apply(Spread.of(values).median());
    }

    private void memory(Markdown out) {
        List<List<String>> rows = new ArrayList<>();
        for (Size size : results.sizes()) {
            for (Tool tool : Tool.values()) {
                Map<String, List<Long>> byProgram = new LinkedHashMap<>();
                Cell.of(results, tool, FaultCase.HOST_LOSS, size)
                        .results()
                        .forEach(result -> result.residentKib()
                                .forEach((name, kib) -> byProgram
                                        .computeIfAbsent(name, _ -> new ArrayList<>())
                                        .add(kib)));
                if (!byProgram.isEmpty()) {
                    List<String> programs = new ArrayList<>();
                    byProgram.forEach((name, kib) -> programs.add(
                            name + " " + Words.mebibytes(Spread.of(kib).median())));
                    rows.add(List.of(size.label(), tool.id(), String.join(", ", programs)));
                }
            }
        }
        out.paragraph("Memory under full load, just before the fault (m1 leads), in MiB:");
        out.table(List.of("inodes", "tool", "resident"), rows);
    }

    private static String median(List<Lag> lags, Function<Lag, Double> figure) {
        return Words.millis(Spread.of(lags.stream().map(figure).toList()).median());
    }
}
