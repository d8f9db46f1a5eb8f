package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.control.Fields;

/** What other measurements of this checkout say, from their own files. */
final class Others {
    private static final List<String> LOSS_KINDS = List.of("master-kill", "agent-kill", "host-loss");
    private static final List<String> DEMO_STEPS = List.of("host-loss", "return", "switchover", "process-kill");

    private final Optional<Map<String, Object>> losses;
    private final Optional<Map<String, Object>> demo;

    Others(Optional<Map<String, Object>> losses, Optional<Map<String, Object>> demo) {
        this.losses = losses;
        this.demo = demo;
    }

    void tell(Markdown out) {
        losses.ifPresent(summary -> tellLosses(out, Fields.of(summary)));
        demo.ifPresent(runs -> tellDemo(out, Fields.of(runs)));
    }

    private static void tellLosses(Markdown out, Fields summary) {
        out.head(2, "Many faults in a row");
        out.paragraph(
                "`make losses`: faults of mfsha's leader under the demo's full load, one after another, and everything"
                        + " that was acknowledged compared with what is there.");
        List<List<String>> rows = new ArrayList<>();
        for (String kind : LOSS_KINDS) {
            Fields figures = summary.object(kind);
            if (figures.number("faults") > 0) {
                rows.add(List.of(
                        kind,
                        Words.count(figures.number("faults")),
                        Words.count(figures.number("acknowledged")),
                        Words.count(figures.number("missing")),
                        Words.count(figures.number("faults_with_missing")),
                        Words.count(figures.number("missing_not_named")),
                        spread(figures.object("missing_age_ms")),
                        spread(figures.object("takeover_ms")),
                        spread(figures.object("metadata_stall_ms")),
                        spread(figures.object("data_stall_ms")),
                        Words.count(figures.number("io_errors"))));
            }
        }
        out.paragraph("Milliseconds: median / 95 % / worst. *Age*: how long before the fault a lost operation had been"
                + " acknowledged.");
        out.table(
                List.of(
                        "fault",
                        "faults",
                        "acknowledged",
                        "lost",
                        "after so many faults",
                        "not named afterwards",
                        "age",
                        "takeover",
                        "metadata stall",
                        "data stall",
                        "I/O errors"),
                rows);
        List<String> trouble = new ArrayList<>();
        summary.texts("missing_later").forEach(what -> trouble.add("missing later: " + what));
        summary.texts("broken").forEach(what -> trouble.add("a cluster did not come to its end: " + what));
        out.list(trouble);
    }

    private static void tellDemo(Markdown out, Fields runs) {
        out.head(2, "The demo, repeated");
        out.paragraph(
                "`make demo-runs`: the demo's four steps, each time on a new cluster. Milliseconds, median / worst.");
        List<List<String>> rows = new ArrayList<>();
        for (String step : DEMO_STEPS) {
            Fields figures = runs.object("steps").object(step);
            if (figures.number("runs") > 0) {
                rows.add(List.of(
                        step,
                        Words.count(figures.number("runs")),
                        both(figures.object("takeover_ms")),
                        both(figures.object("metadata_stall_ms")),
                        both(figures.object("data_stall_ms")),
                        both(figures.object("worst_operation_ms")),
                        Words.count(figures.number("missing")),
                        Words.count(figures.number("missing_without_excuse")),
                        Words.count(figures.number("io_errors"))));
            }
        }
        out.table(
                List.of(
                        "step",
                        "runs",
                        "fault to listening",
                        "metadata stall",
                        "data stall",
                        "slowest operation",
                        "lost",
                        "lost without excuse",
                        "I/O errors"),
                rows);
    }

    private static String spread(Fields distribution) {
        if (distribution.number("count") == 0) {
            return "-";
        }
        return millis(distribution, "median") + " / " + millis(distribution, "p95") + " / "
                + millis(distribution, "worst");
    }

    private static String both(Fields statistics) {
        return millis(statistics, "median") + " / " + millis(statistics, "worst");
    }

    private static String millis(Fields fields, String name) {
        return Words.millis(fields.decimal(name).orElse(0.0));
    }
}
