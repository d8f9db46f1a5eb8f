package org.mfsha.lab.losses;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.load.Missing;

/** The whole measurement: rounds until all faults have happened. A round that breaks is told, and the next one begins. */
final class Campaign {
    private static final int BROKEN_ROUNDS_AT_MOST = 5;

    private final List<Fault> plan;
    private final int faultsPerCluster;
    private final Duration rest;
    private final Path output;
    private final Report report;
    private final List<FaultResult> results = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /** @param rest see {@link org.mfsha.lab.load.Workload} */
    Campaign(List<Fault> plan, int faultsPerCluster, Duration rest, Path output, Report report) {
        this.plan = List.copyOf(plan);
        this.faultsPerCluster = faultsPerCluster;
        this.rest = rest;
        this.output = output;
        this.report = report;
    }

    /** As many of each kind as asked for, evenly mixed. */
    static List<Fault> plan(Map<Fault, Integer> wanted) {
        record Planned(Fault fault, double moment) {}
        return wanted.entrySet().stream()
                .flatMap(entry -> IntStream.range(0, entry.getValue())
                        .mapToObj(i -> new Planned(entry.getKey(), (i + 0.5) / entry.getValue())))
                .sorted(Comparator.comparingDouble(Planned::moment).thenComparing(Planned::fault))
                .map(Planned::fault)
                .toList();
    }

    /**
     * Runs it. What is known is in {@code summary.json} after each round.
     *
     * @param spec of the cluster of each round, by its number
     */
    Summary run(Function<Integer, LabSpec> spec) throws IOException, InterruptedException {
        for (int round = 1; results.size() < plan.size() && broken.size() < BROKEN_ROUNDS_AT_MOST; round++) {
            int end = Math.min(plan.size(), results.size() + faultsPerCluster);
            report.round(round, end - results.size());
            Path logs = output.resolve("logs").resolve("cluster-" + round);
            try {
                new Round(spec.apply(round), logs, rest)
                        .run(results.size() + 1, plan.subList(results.size(), end), new Collected());
            } catch (IOException | TimeoutException failure) {
                broken.add("fault " + (results.size() + 1) + ": " + failure.getMessage());
                report.say("BROKEN: %s", failure.getMessage());
            }
            summary().write(output);
        }
        return summary();
    }

    private Summary summary() {
        return new Summary(results, late, broken);
    }

    private final class Collected implements Round.Results {
        @Override
        public void fault(FaultResult result) {
            results.add(result);
            report.result(result);
        }

        @Override
        public void late(Missing missing) {
            late.add(missing.toString());
        }
    }
}
