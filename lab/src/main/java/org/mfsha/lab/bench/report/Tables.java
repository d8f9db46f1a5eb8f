package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;

/** The comparison as a table for a terminal. */
public final class Tables {
    private static final String FORMAT = "%-11s %-16s %-11s %4s  %15s  %15s  %10s  %12s  %6s";

    private Tables() {}

    /** Every cell that was measured: medians and worst figures in seconds. */
    public static String terminal(Results results) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                FORMAT,
                "size",
                "case",
                "tool",
                "runs",
                "metadata s",
                "data s",
                "takeover s",
                "lost",
                "errors"));
        for (Cell cell : cells(results)) {
            lines.add(line(cell));
        }
        for (Goals.Goal goal : Goals.of(results)) {
            lines.add(String.format(Locale.ROOT, "%-11s %s: %s", goal.verdict(), goal.what(), goal.measured()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** Every cell that was measured, in the order of sizes, cases and tools. */
    static List<Cell> cells(Results results) {
        List<Cell> cells = new ArrayList<>();
        for (Size size : results.sizes()) {
            for (FaultCase fault : FaultCase.values()) {
                for (Tool tool : Tool.values()) {
                    Cell cell = Cell.of(results, tool, fault, size);
                    if (!cell.isEmpty()) {
                        cells.add(cell);
                    }
                }
            }
        }
        return cells;
    }

    private static String line(Cell cell) {
        return String.format(
                Locale.ROOT,
                FORMAT,
                cell.size().label(),
                cell.fault().title(),
                cell.tool().id(),
                cell.results().size(),
                cell.unnoticed() ? "not noticed" : Words.stall(cell.metadata(), cell.metadataEnded()),
                cell.unnoticed() ? "not noticed" : Words.stall(cell.data(), cell.dataEnded()),
                cell.listening().count() == 0
                        ? "-"
                        : Words.seconds(cell.listening().median()),
                cell.acknowledged() == 0 ? "-" : cell.missing() + " of " + cell.acknowledged(),
                cell.sum(FaultResult::ioErrors));
    }
}
