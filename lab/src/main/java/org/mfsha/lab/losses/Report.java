package org.mfsha.lab.losses;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells how far the measurement is, and what came of it. */
final class Report {
    private final PrintStream out;
    private final int faults;
    private final long begun = System.nanoTime();

    /** @param faults how many are planned */
    Report(PrintStream out, int faults) {
        this.out = out;
        this.faults = faults;
    }

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    void round(int number, int ofThem) {
        say("# cluster %d, for up to %d faults", number, ofThem);
    }

    void result(FaultResult result) {
        say(
                "%4d/%d %-11s %s -> epoch %-4d takeover %5d ms, stalls: metadata %5.0f ms, data %5.0f ms;"
                        + " %6d acknowledged, %d missing%s; %s left",
                result.number(),
                faults,
                result.fault().label(),
                result.leader(),
                result.epoch(),
                result.takeoverMillis(),
                result.metadataStallMillis(),
                result.dataStallMillis(),
                result.acknowledged(),
                result.missingOperations().size(),
                result.missing().isEmpty() ? "" : String.format(Locale.ROOT, " (%.1f ms old at most)", oldest(result)),
                left(result.number()));
        if (!result.fault().mayLose()) {
            result.missing().forEach(lost -> say("     MISSING %s", lost));
        }
        result.unnamed().forEach(lost -> say("     missing and not named by %s: %s", result.leader(), lost));
        result.hanging().forEach(operation -> say("     HANGS %s", operation));
        result.errors().forEach(error -> say("     FAILED %s", error));
        result.consequences().forEach(error -> say("     because of what is missing: %s", error));
    }

    private static double oldest(FaultResult result) {
        return result.agesMillis().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private String left(int done) {
        Duration each = Duration.ofNanos((System.nanoTime() - begun) / done);
        long seconds = each.multipliedBy(faults - done).toSeconds();
        return seconds < 120 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }

    void end(Summary summary) {
        say("");
        for (Fault fault : Fault.values()) {
            List<FaultResult> results = summary.of(fault);
            if (!results.isEmpty()) {
                end(fault, results);
            }
        }
        summary.late().forEach(lost -> say("MISSING LATER: %s", lost));
        summary.broken().forEach(what -> say("BROKEN: %s", what));
    }

    private void end(Fault fault, List<FaultResult> results) {
        long missing = Summary.sum(results, result -> result.missingOperations().size());
        long acknowledged = Summary.sum(results, FaultResult::acknowledged);
        say(
                "%s: %d faults, %d operations acknowledged, %d missing, %d I/O errors, %d hung, %d sent twice by"
                        + " mfsmount",
                fault.label(),
                results.size(),
                acknowledged,
                missing,
                Summary.sum(results, result -> result.errors().size()),
                Summary.sum(results, result -> result.hanging().size()),
                Summary.sum(results, result -> result.both().repeated()));
        if (missing > 0) {
            say(
                    "   something was missing after %d of %d; missing operations per fault: %s (median / p95 / worst)",
                    results.stream()
                            .filter(result -> !result.missing().isEmpty())
                            .count(),
                    results.size(),
                    Summary.spread(
                            results,
                            result -> List.of(result.missingOperations().size())));
            say(
                    "   they had been acknowledged before the fault by: %s ms; %d were not named by the former leader",
                    Summary.spread(results, FaultResult::agesMillis),
                    Summary.sum(results, result -> result.unnamed().size()));
        }
        say(
                "   fault to listening: %s ms; metadata stall: %s ms; data stall: %s ms",
                Summary.spread(results, result -> List.of(result.takeoverMillis())),
                Summary.spread(results, result -> List.of(result.metadataStallMillis())),
                Summary.spread(results, result -> List.of(result.dataStallMillis())));
    }
}
