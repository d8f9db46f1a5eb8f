package org.mfsha.lab.bench.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results for tests. */
public final class Samples {
    private static final String AT = "2026-11-25T12:00:00Z";

    private Samples() {}

    /** A takeover after which everything went on: stalls in milliseconds, nothing lost. */
    public static FaultResult fault(
            Tool tool, FaultCase fault, Size size, int run, double metadataMillis, double dataMillis) {
        return fault(tool, fault, size, run, metadataMillis, dataMillis, 0, 5);
    }

    /** The same with so many lost operations and so many milliseconds between the gate and listening. */
    public static FaultResult fault(
            Tool tool,
            FaultCase fault,
            Size size,
            int run,
            double metadataMillis,
            double dataMillis,
            long missing,
            long gateMillis) {
        Map<String, Long> phases = new LinkedHashMap<>();
        phases.put("notice", 510_000L);
        phases.put("open-gate-to-listening", gateMillis * 1000);
        return new FaultResult(
                new Trial.Fault(run, tool, fault, size),
                Outcome.RECOVERED,
                "",
                40_000,
                new Stall(metadataMillis, true),
                new Stall(dataMillis, true),
                dataMillis,
                10_000,
                Optional.of(missing),
                0,
                0,
                1,
                List.of(),
                Optional.of(metadataMillis - 20),
                phases,
                Map.of("m1 mfsmaster", 50_000L),
                25.5,
                AT);
    }

    /** Nobody took over. */
    public static FaultResult unnoticed(Tool tool, FaultCase fault, Size size) {
        return new FaultResult(
                new Trial.Fault(1, tool, fault, size),
                Outcome.NOT_NOTICED,
                "",
                40_000,
                new Stall(40_000, false),
                new Stall(40_000, false),
                0,
                10_000,
                Optional.empty(),
                0,
                0,
                0,
                List.of(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                60,
                AT);
    }

    /** Speed without (false) or with mfsha. */
    public static CostResult cost(int run, boolean attached, double operationsPerSecond, double lagP99Millis) {
        Optional<CostResult.Lag> lag =
                attached ? Optional.of(new CostResult.Lag(0.5, lagP99Millis, 50, 1000)) : Optional.empty();
        return new CostResult(
                new Trial.Cost(run, attached),
                List.of(
                        new CostResult.Measured(
                                0, 0, Optional.empty(), Map.of("m1 agent", 18L), Map.of("m1 agent", 90_000L)),
                        new CostResult.Measured(
                                1, operationsPerSecond / 2, lag, Map.of("m1 agent", 80L), Map.of("m1 agent", 91_000L)),
                        new CostResult.Measured(
                                4, operationsPerSecond, lag, Map.of("m1 agent", 160L), Map.of("m1 agent", 92_000L))),
                40,
                AT);
    }
}
