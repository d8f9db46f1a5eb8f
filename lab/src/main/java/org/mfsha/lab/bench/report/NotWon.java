package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Outcome;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Spread;
import org.mfsha.lab.bench.model.Tool;

/** Everything in the results that does not speak for mfsha. */
final class NotWon {
    private NotWon() {}

    static List<String> of(Results results) {
        List<String> points = new ArrayList<>();
        for (Goals.Goal goal : Goals.of(results)) {
            if (!goal.reached().orElse(true)) {
                points.add("Missed: " + goal.what() + ": " + goal.measured() + ".");
            } else if (goal.reached().isEmpty()) {
                points.add("Not measured: " + goal.what() + ".");
            }
        }
        List<Cell> cells = Tables.cells(results);
        for (Cell mfsha : cells) {
            if (mfsha.tool() == Tool.MFSHA) {
                cells.stream()
                        .filter(rival -> !rival.tool().isMfsha()
                                && rival.fault() == mfsha.fault()
                                && rival.size().equals(mfsha.size())
                                && !rival.unnoticed())
                        .forEach(rival -> compare(mfsha, rival, points));
                own(mfsha, points);
            }
        }
        long broken = results.faults().stream()
                .filter(result -> result.outcome() == Outcome.BROKEN)
                .count();
        if (broken > 0) {
            points.add(broken + " trials could not be made to their end and are in no figure (see the last table).");
        }
        return points;
    }

    private static void compare(Cell mfsha, Cell rival, List<String> points) {
        slower("metadata", mfsha, rival, Cell::metadata, points);
        slower("data", mfsha, rival, Cell::data, points);
        if (share(mfsha) > share(rival)) {
            points.add(place(mfsha) + ": lost " + mfsha.missing() + " of " + Words.count(mfsha.acknowledged())
                    + " acknowledged operations, " + rival.tool().id() + " " + rival.missing() + " of "
                    + Words.count(rival.acknowledged()) + ".");
        }
    }

    private static void slower(String what, Cell mfsha, Cell rival, Function<Cell, Spread> stall, List<String> points) {
        if (stall.apply(mfsha).median() >= stall.apply(rival).median()) {
            points.add(place(mfsha) + ": the " + what + " stall is "
                    + Words.seconds(stall.apply(mfsha).median()) + " s, with "
                    + rival.tool().id() + " "
                    + Words.seconds(stall.apply(rival).median()) + " s.");
        }
    }

    private static void own(Cell mfsha, List<String> points) {
        long errors = mfsha.sum(FaultResult::ioErrors);
        long hanging = mfsha.sum(FaultResult::hanging);
        long stuck = mfsha.sum(result -> result.outcome() == Outcome.RECOVERED ? 0 : 1);
        if (errors > 0) {
            points.add(place(mfsha) + ": " + errors + " I/O errors.");
        }
        if (hanging > 0) {
            points.add(place(mfsha) + ": " + hanging + " operations hung.");
        }
        if (stuck > 0) {
            points.add(place(mfsha) + ": applications did not go on within the limit in " + stuck + " runs.");
        }
    }

    private static double share(Cell cell) {
        return cell.acknowledged() == 0 ? 0 : (double) cell.missing() / cell.acknowledged();
    }

    private static String place(Cell cell) {
        String title = cell.fault().title();
        return Character.toUpperCase(title.charAt(0)) + title.substring(1) + ", "
                + cell.size().label() + " inodes";
    }
}
