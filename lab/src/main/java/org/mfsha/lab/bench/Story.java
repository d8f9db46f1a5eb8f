package org.mfsha.lab.bench;

import java.io.PrintStream;
import java.util.Locale;
import org.mfsha.lab.bench.model.CostResult;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Stall;
import org.mfsha.lab.bench.model.Trial;

/** Tells how far the measurement is, and what came of each trial. */
final class Story {
    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** Begins a line; {@code tell} or {@code broken} ends it. */
    void begin(Trial trial, int left, double seconds) {
        String what = switch (trial) {
            case Trial.Fault fault ->
                String.format(
                        Locale.ROOT,
                        "run %d  %-10s  %-16s %-11s",
                        fault.run(),
                        fault.tool().id(),
                        fault.fault().title(),
                        fault.size().label());
            case Trial.Cost cost ->
                String.format(
                        Locale.ROOT,
                        "run %d  %-10s  %-28s",
                        cost.run(),
                        cost.attached() ? "mfsha" : "stock",
                        "price of being there");
        };
        out.printf(Locale.ROOT, "[%2d left, %6s]  %s  ", left, Progress.text(seconds), what);
        out.flush();
    }

    void tell(FaultResult result) {
        String text = switch (result.outcome()) {
            case RECOVERED, STUCK ->
                String.format(
                        Locale.ROOT,
                        "metadata %s, data %s, %s of %d lost, %d errors",
                        text(result.metadata()),
                        text(result.data()),
                        result.missing().map(Object::toString).orElse("?"),
                        result.acknowledged(),
                        result.ioErrors());
            case NOT_NOTICED -> "not noticed in " + result.limitMillis() / 1000 + " s";
            case BROKEN -> "broken: " + result.note();
        };
        say("%s", text);
        result.samples().stream().limit(2).forEach(sample -> say("      %s", sample));
    }

    void tell(CostResult result) {
        StringBuilder text = new StringBuilder();
        for (CostResult.Measured load : result.loads()) {
            if (load.threads() > 0) {
                text.append(
                        String.format(Locale.ROOT, "%d threads %.0f op/s", load.threads(), load.operationsPerSecond()));
                load.lag()
                        .ifPresent(lag -> text.append(String.format(
                                Locale.ROOT,
                                " (lag %.1f, p99 %.1f, worst %.0f ms)",
                                lag.medianMillis(),
                                lag.p99Millis(),
                                lag.worstMillis())));
                text.append("; ");
            }
        }
        say("%s", text.substring(0, Math.max(0, text.length() - 2)));
    }

    void broken(Exception failure) {
        say("BROKEN: %s", failure.getMessage());
    }

    private static String text(Stall stall) {
        return String.format(Locale.ROOT, "%s%.2f s", stall.ended() ? "" : "> ", stall.millis() / 1000);
    }
}
