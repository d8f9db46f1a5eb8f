package org.mfsha.agent.control.status;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of text, as wide as their widest cell. Not thread-safe. */
public final class TextTable {
    private final List<String[]> rows = new ArrayList<>();

    /** Begins with a line of heads. */
    public TextTable(String... heads) {
        rows.add(heads);
    }

    /** Adds a line with as many cells. */
    public void add(String... cells) {
        rows.add(cells);
    }

    /** All lines, the heads first. */
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            Arrays.setAll(widths, column -> Math.max(widths[column], row[column].length()));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            line.append(row[column]).repeat(' ', widths[column] - row[column].length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
