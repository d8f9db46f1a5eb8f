package org.mfsha.lab.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.mfsha.lab.load.Missing;

/** Tells a reader who is new to all this what happens. */
final class Story {
    private static final int LISTED = 10;
    private final PrintStream out;

    Story(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    void begin(Step step, String leader, String standby) {
        say("%n== %s", step.label());
        say("   %s", step.story(leader, standby));
    }

    void tell(StepResult result) {
        result.takeoverMillis()
                .ifPresent(millis -> say(
                        "   %s serves as the master %d ms after the event (epoch %d).",
                        result.leaderAfter(), millis, result.epoch()));
        say(
                "   The clients: metadata stood still for %.0f ms, data for %.0f ms; the slowest operation took %.0f ms.",
                result.metadataStallMillis(), result.dataStallMillis(), result.worstOperationMillis());
        say(
                "   %d operations were acknowledged meanwhile, %d failed, %d were sent twice by mfsmount.",
                result.both().acknowledged(),
                result.both().errors().size(),
                result.both().repeated());
        tellMissing(result);
        list("   failed: ", result.both().errors());
    }

    void table(List<StepResult> results) {
        say(
                "%n%-14s %12s %15s %12s %13s %9s %8s",
                "step", "takeover ms", "metadata ms", "data ms", "slowest ms", "errors", "missing");
        for (StepResult result : results) {
            say(
                    "%-14s %12s %15.0f %12.0f %13.0f %9d %8d",
                    result.step().label(),
                    result.takeoverMillis().map(Object::toString).orElse("-"),
                    result.metadataStallMillis(),
                    result.dataStallMillis(),
                    result.worstOperationMillis(),
                    result.both().errors().size(),
                    result.missing().size());
        }
        results.getLast()
                .agents()
                .forEach((host, usage) -> say(
                        "agent on %s: %d MiB resident, %.1f %% of a processor",
                        host, usage.residentKib() / 1024, usage.cpuPercent()));
    }

    private void tellMissing(StepResult result) {
        if (result.missing().isEmpty()) {
            say("   Everything ever acknowledged is there, with its content.");
            return;
        }
        say(
                "   Of everything ever acknowledged, %d are missing, %d of them without excuse:",
                result.missing().size(), result.inexcusable().size());
        list("   ", result.missing().stream().map(Missing::toString).toList());
    }

    private void list(String prefix, List<String> lines) {
        lines.stream().limit(LISTED).forEach(line -> say("%s%s", prefix, line));
        if (lines.size() > LISTED) {
            say("%sand %d more, see the summary", prefix, lines.size() - LISTED);
        }
    }
}
