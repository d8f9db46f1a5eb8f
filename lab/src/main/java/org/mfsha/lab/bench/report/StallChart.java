package org.mfsha.lab.bench.report;

import java.util.List;
import java.util.Objects;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Spread;
import org.mfsha.lab.bench.model.Tool;

/** How long applications stood still, by size, case and tool. The scale is logarithmic: it shows ratios. */
final class StallChart {
    private static final int WIDTH = 860;
    private static final double LEFT = 210;
    private static final double RIGHT = 690;
    private static final double BAR = 9;
    private static final double ROW = 24;
    private static final double LEAST_MILLIS = 30;
    private static final double MOST_MILLIS = 100_000;
    private static final List<Integer> GRID_MILLIS = List.of(100, 1000, 10_000, 100_000);

    private final Svg svg = new Svg(WIDTH, "How long applications stood still, by case and tool");
    private final Results results;
    private double y = 50;

    private StallChart(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        return new StallChart(results).draw();
    }

    private String draw() {
        svg.text(0, 16, "head", "How long applications stood still");
        svg.text(
                0,
                34,
                "dim",
                "Seconds, logarithmic. Bar: median; stroke: worst. Upper bar: metadata; lower, pale bar:"
                        + " reading and writing data.");
        List<Cell> cells = Tables.cells(results);
        Size size = null;
        FaultCase fault = null;
        for (Cell cell : cells) {
            if (!Objects.equals(size, cell.size()) || fault != cell.fault()) {
                size = cell.size();
                fault = cell.fault();
                y += 10;
                svg.text(0, y + 4, "head", fault.title() + ", " + size.label() + " inodes");
                y += 14;
            }
            row(cell);
        }
        axis(48, y);
        return svg.finish(y + 24);
    }

    private void row(Cell cell) {
        String colour = colour(cell.tool());
        svg.text(LEFT - 10, y + 12, "", "end", cell.tool().id());
        if (cell.unnoticed()) {
            double end = at((double) cell.limitMillis());
            svg.rectangle(LEFT, y, end - LEFT, 2 * BAR, "never", "nobody took over");
            svg.text(RIGHT + 12, y + 13, "dim", "not noticed in " + cell.limitMillis() / 1000 + " s");
        } else {
            bar(cell.metadata(), y, colour);
            bar(cell.data(), y + BAR, colour + " pale");
            svg.text(
                    RIGHT + 12,
                    y + 13,
                    "",
                    Words.seconds(cell.metadata().median()) + " / " + (cell.dataEnded() ? "" : "> ")
                            + Words.seconds(cell.data().median()));
        }
        y += ROW;
    }

    private static String colour(Tool tool) {
        return switch (tool) {
            case HOW_TO -> "c0";
            case KEEPALIVED -> "c1";
            case MFSHA -> "c2";
        };
    }

    private void bar(Spread millis, double top, String style) {
        svg.rectangle(
                LEFT,
                top,
                at(millis.median()) - LEFT,
                BAR - 1,
                style,
                "median " + Words.seconds(millis.median()) + " s, worst " + Words.seconds(millis.worst()) + " s of "
                        + millis.count());
        double worst = at(millis.worst());
        svg.line(worst, top, worst, top + BAR - 1, "tick");
    }

    private void axis(double top, double bottom) {
        for (int millis : GRID_MILLIS) {
            svg.grid(at(millis), top, at(millis), bottom);
            svg.text(at(millis), bottom + 16, "dim", "middle", Words.times(millis / 1000.0) + " s");
        }
    }

    private static double at(double millis) {
        double clamped = Math.clamp(millis, LEAST_MILLIS, MOST_MILLIS);
        return LEFT + (RIGHT - LEFT) * Math.log(clamped / LEAST_MILLIS) / Math.log(MOST_MILLIS / LEAST_MILLIS);
    }
}
