package org.mfsha.lab.bench.report;

import java.util.List;

/** A Markdown text in the making. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown head(int level, String title) {
        return paragraph("#".repeat(level) + " " + title);
    }

    Markdown paragraph(String words) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(words).append('\n');
        return this;
    }

    Markdown list(List<String> points) {
        if (!points.isEmpty()) {
            paragraph("- " + String.join("\n- ", points));
        }
        return this;
    }

    /** Nothing at all if there are no rows. */
    Markdown table(List<String> heads, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return this;
        }
        paragraph(row(heads));
        text.append("|").append("---|".repeat(heads.size())).append('\n');
        rows.forEach(cells -> text.append(row(cells)).append('\n'));
        return this;
    }

    private static String row(List<String> cells) {
        return "| "
                + String.join(
                        " | ",
                        cells.stream().map(cell -> cell.replace("|", "\\|")).toList()) + " |";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
