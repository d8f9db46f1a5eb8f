package org.mfsha.lab.chaos;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Tells a person. */
final class Report {
    private static final int DESCRIPTION_WIDTH = 62;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
        out.flush();
    }

    /** A line for a round, and one for each violation. */
    void tell(RoundResult result) {
        say(
                "%4d:%02d  %s leads; %-" + DESCRIPTION_WIDTH
                        + "s -> %s; metadata %.2f s, data %.2f s, calm after %.1f s%s%s",
                result.atMillis() / 60_000,
                result.atMillis() / 1000 % 60,
                result.leaderBefore(),
                result.description(),
                result.leaderAfter().map(leader -> leader + leads(result)).orElse("NOBODY"),
                result.metadataStallMillis() / 1e3,
                result.dataStallMillis() / 1e3,
                result.recoveryMillis() / 1e3,
                result.excused() == 0 ? "" : ", " + result.excused() + " missing with an excuse",
                result.violations().isEmpty() ? "" : "  VIOLATION");
        result.violations().forEach(violation -> say("        %s", violation));
    }

    private static String leads(RoundResult result) {
        return switch (result.takeovers()) {
            case 0 -> " stays";
            case 1 -> " leads";
            default -> " leads after " + result.takeovers() + " takeovers";
        };
    }

    /** What came of all rounds, by kind. */
    void tell(List<RoundResult> results) {
        say("%n%-28s %6s %10s %8s %12s %10s", "fault", "times", "takeovers", "missing", "metadata ms", "data ms");
        KindFigures.of(results)
                .forEach(figures -> say(
                        "%-28s %6d %10d %8d %12d %10d",
                        figures.kind().label(),
                        figures.times(),
                        figures.takeovers(),
                        figures.missing(),
                        figures.worstMetadataStallMillis(),
                        figures.worstDataStallMillis()));
        say("The last two columns are the longest stalls felt in a round with that fault.");
    }
}
