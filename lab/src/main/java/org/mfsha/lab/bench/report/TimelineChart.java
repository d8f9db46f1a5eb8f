package org.mfsha.lab.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Tool;

/** A takeover of mfsha by its phases, from the moment it begins: medians of all runs, one bar a case. */
final class TimelineChart {
    private static final int WIDTH = 860;
    private static final String NOTICE = "notice";
    private static final double LEFT = 330;
    private static final double RIGHT = 790;
    private static final double BAR = 16;
    private static final double ROW = 30;
    private static final int LEGEND_COLUMNS = 4;

    /** Colour of each phase; phases that belong together have one hue, every other one of them paler. */
    private static final Map<String, String> COLOURS = Map.ofEntries(
            Map.entry("rehearsing", "c1"),
            Map.entry("asking", "c1 pale"),
            Map.entry("preparing", "c2"),
            Map.entry("committing", "c2 pale"),
            Map.entry("enter-epoch", "c3"),
            Map.entry("take-address", "c3 pale"),
            Map.entry("append-takeover-lines", "c7"),
            Map.entry("open-gate-to-listening", "c5"),
            Map.entry("announce", "c0"));

    private final Svg svg = new Svg(WIDTH, "A takeover of mfsha by its phases");

    private TimelineChart() {}

    static String of(Results results) {
        return new TimelineChart()
                .draw(Tables.cells(results).stream()
                        .filter(cell ->
                                cell.tool() == Tool.MFSHA && !cell.phases().isEmpty())
                        .toList());
    }

    private String draw(List<Cell> cells) {
        svg.text(0, 16, "head", "A takeover of mfsha by its phases");
        svg.text(
                0,
                34,
                "dim",
                "Milliseconds since the takeover began, medians. announce comes after mfsmaster listens.");
        double most =
                cells.stream().mapToDouble(cell -> total(phases(cell))).max().orElse(1);
        double y = legend(cells, 54);
        double top = y;
        for (Cell cell : cells) {
            svg.text(LEFT - 10, y + 12, "", "end", label(cell));
            double x = LEFT;
            for (Map.Entry<String, Double> phase : phases(cell).entrySet()) {
                double wide = phase.getValue() / most * (RIGHT - LEFT);
                svg.rectangle(
                        x,
                        y,
                        wide,
                        BAR,
                        colour(phase.getKey()),
                        phase.getKey() + " " + Words.millis(phase.getValue()) + " ms");
                x += wide;
            }
            svg.text(x + 6, y + 12, "", Words.millis(total(phases(cell))));
            y += ROW;
        }
        axis(top - 6, y, most);
        return svg.finish(y + 24);
    }

    private double legend(List<Cell> cells, double top) {
        List<String> names = cells.stream()
                .flatMap(cell -> phases(cell).keySet().stream())
                .distinct()
                .toList();
        for (int i = 0; i < names.size(); i++) {
            double x = i % LEGEND_COLUMNS * (WIDTH / (double) LEGEND_COLUMNS);
            double y = top + Math.floorDiv(i, LEGEND_COLUMNS) * 18.0;
            svg.rectangle(x, y - 9, 10, 10, colour(names.get(i)), names.get(i));
            svg.text(x + 15, y, "", names.get(i));
        }
        return top + Math.ceilDiv(names.size(), LEGEND_COLUMNS) * 18.0 + 6;
    }

    private void axis(double top, double bottom, double most) {
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        double grid = most / step < 2.5 ? step / 2 : step;
        for (double millis = 0; millis <= most; millis += grid) {
            double x = LEFT + millis / most * (RIGHT - LEFT);
            svg.grid(x, top, x, bottom);
            svg.text(x, bottom + 16, "dim", "middle", String.valueOf(Math.round(millis)));
        }
    }

    private static String label(Cell cell) {
        return cell.fault().title() + ", " + cell.size().label() + " (begins after "
                + Words.millis(cell.phases().getOrDefault(NOTICE, 0.0)) + ")";
    }

    /** Without the time until the takeover began, which is of another order in every case. */
    private static Map<String, Double> phases(Cell cell) {
        Map<String, Double> phases = new LinkedHashMap<>(cell.phases());
        phases.remove(NOTICE);
        return phases;
    }

    private static double total(Map<String, Double> phases) {
        return phases.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String colour(String phase) {
        return COLOURS.getOrDefault(phase, "c6");
    }
}
