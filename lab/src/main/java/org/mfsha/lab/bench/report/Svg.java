package org.mfsha.lab.bench.report;

import java.util.Locale;

/** An SVG picture in the making. Its colours follow the page's light or dark scheme. */
final class Svg {
    private static final String STYLE = """
            <style>
              text { font: 12px system-ui, sans-serif; fill: #1f2328; }
              .head { font-weight: 600; font-size: 14px; }
              .dim { fill: #59636e; }
              .grid { stroke: #d1d9e0; }
              .tick { stroke: #1f2328; stroke-width: 1.5; }
              .never { fill: none; stroke: #59636e; stroke-dasharray: 4 3; }
              .c0 { fill: #9a6700; } .c1 { fill: #8250df; } .c2 { fill: #0969da; } .c3 { fill: #1a7f37; }
              .c4 { fill: #59636e; } .c5 { fill: #bc4c00; } .c6 { fill: #0550ae; } .c7 { fill: #2da44e; }
              .pale { opacity: 0.45; }
              @media (prefers-color-scheme: dark) {
                text { fill: #f0f6fc; }
                .dim { fill: #9198a1; }
                .grid { stroke: #3d444d; }
                .tick { stroke: #f0f6fc; }
                .never { stroke: #9198a1; }
                .c0 { fill: #d29922; } .c1 { fill: #ab7df8; } .c2 { fill: #4493f8; } .c3 { fill: #3fb950; }
                .c4 { fill: #9198a1; } .c5 { fill: #f0883e; } .c6 { fill: #79c0ff; } .c7 { fill: #7ee787; }
              }
            </style>
            """;

    private final StringBuilder behind = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final String title;

    /** @param title for those who cannot see it */
    Svg(int width, String title) {
        this.width = width;
        this.title = title;
    }

    Svg text(double x, double y, String style, String text) {
        return text(x, y, style, "start", text);
    }

    Svg text(double x, double y, String style, String anchor, String text) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                style,
                anchor,
                escaped(text)));
        return this;
    }

    /** @param hint shown when the pointer rests on it */
    Svg rectangle(double x, double y, double wide, double high, String style, String hint) {
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"><title>%s</title></rect>%n",
                x,
                y,
                Math.max(0.5, wide),
                high,
                style,
                escaped(hint)));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return line(body, x1, y1, x2, y2, style);
    }

    /** A line behind everything else. */
    Svg grid(double x1, double y1, double x2, double y2) {
        return line(behind, x1, y1, x2, y2, "grid");
    }

    private Svg line(StringBuilder layer, double x1, double y1, double x2, double y2, String style) {
        layer.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                style));
        return this;
    }

    /** The whole picture. */
    String finish(double height) {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\""
                                + " role=\"img\">%n<title>%s</title>%n",
                        width,
                        height,
                        width,
                        height,
                        escaped(title))
                + STYLE
                + behind
                + body
                + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
