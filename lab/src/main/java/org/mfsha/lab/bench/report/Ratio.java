package org.mfsha.lab.bench.report;

import org.mfsha.lab.bench.model.Spread;

/** How much longer something took elsewhere. */
final class Ratio {
    private Ratio() {}

    /**
     * A rival's stall in units of mfsha's.
     *
     * @param cell the rival's
     */
    static String text(Cell cell, Spread rival, Spread mfsha) {
        if (cell.unnoticed()) {
            return "not noticed";
        }
        return Words.times(rival.median() / Math.max(1, mfsha.median()));
    }
}
