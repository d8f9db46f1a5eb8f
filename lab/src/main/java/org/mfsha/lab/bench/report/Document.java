package org.mfsha.lab.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.FaultResult;
import org.mfsha.lab.bench.model.Outcome;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;

/** {@code benchmarks.md}. */
final class Document {
    private final Results results;
    private final Optional<Map<String, Object>> losses;
    private final Optional<Map<String, Object>> demo;
    private final Markdown out = new Markdown();

    /**
     * @param losses {@code summary.json} of {@code make losses}
     * @param demo {@code runs.json} of {@code make demo-runs}
     */
    Document(Results results, Optional<Map<String, Object>> losses, Optional<Map<String, Object>> demo) {
        this.results = results;
        this.losses = losses;
        this.demo = demo;
    }

    /**
     * The whole text.
     *
     * @param assets where the charts and raw numbers are, seen from the document
     */
    String text(String assets) {
        out.head(1, "Benchmarks");
        out.paragraph("Made by `make bench` and `make bench-publish` from the raw numbers in [" + assets + "](" + assets
                + "); nothing here is written by hand. Absolute times are those of one small machine that carries"
                + " masters, chunkservers, clients and load at once. Ratios say more.");
        goals();
        ratios();
        stalls(assets);
        timeline(assets);
        losses();
        new Costs(results).tell(out);
        notWon();
        new Method(results).tell(out);
        raw();
        new Others(losses, demo).tell(out);
        return out.toString();
    }

    private void goals() {
        out.head(2, "In short");
        out.table(
                List.of("goal", "measured", ""),
                Goals.of(results).stream()
                        .map(goal -> List.of(goal.what(), goal.measured(), goal.verdict()))
                        .toList());
    }

    private void ratios() {
        List<List<String>> rows = new ArrayList<>();
        for (Size size : results.sizes()) {
            for (FaultCase fault : FaultCase.values()) {
                Cell mfsha = Cell.of(results, Tool.MFSHA, fault, size);
                for (Tool rival : Tool.values()) {
                    Cell cell = Cell.of(results, rival, fault, size);
                    if (rival != Tool.MFSHA && !cell.isEmpty() && !mfsha.isEmpty() && !mfsha.unnoticed()) {
                        rows.add(List.of(
                                fault.title(),
                                size.label(),
                                rival.id(),
                                Ratio.text(cell, cell.metadata(), mfsha.metadata()),
                                Ratio.text(cell, cell.data(), mfsha.data())));
                    }
                }
            }
        }
        out.paragraph("How many times longer applications stand still than with mfsha (medians):");
        out.table(List.of("case", "inodes", "with", "metadata", "data"), rows);
    }

    private void stalls(String assets) {
        out.head(2, "How long applications stand still");
        out.paragraph("![Stalls by case and tool](" + assets + "/stalls.svg)");
        out.paragraph("Seconds, median / worst. *Stall*: the longest time in which an application completed nothing."
                + " *Takeover*: from the fault until the next mfsmaster listened. `>`: it had not ended when the"
                + " measurement did.");
        out.table(
                List.of("case", "inodes", "tool", "runs", "metadata stall", "data stall", "takeover"),
                Tables.cells(results).stream().map(Document::stallRow).toList());
    }

    private static List<String> stallRow(Cell cell) {
        String never = "not noticed in " + cell.limitMillis() / 1000 + " s";
        return List.of(
                cell.fault().title(),
                cell.size().label(),
                cell.tool().id(),
                Integer.toString(cell.results().size()),
                cell.unnoticed() ? never : Words.stall(cell.metadata(), cell.metadataEnded()),
                cell.unnoticed() ? never : Words.stall(cell.data(), cell.dataEnded()),
                cell.listening().count() == 0 ? "-" : Words.stall(cell.listening(), true));
    }

    private void timeline(String assets) {
        out.head(2, "A takeover by its phases");
        out.paragraph("![A takeover of mfsha by its phases](" + assets + "/takeover.svg)");
        List<List<String>> rows = new ArrayList<>();
        for (Cell cell : Tables.cells(results)) {
            if (!cell.phases().isEmpty()) {
                List<String> phases = new ArrayList<>();
                cell.phases().forEach((name, millis) -> phases.add(name + " " + Words.millis(millis)));
                rows.add(List.of(
                        cell.fault().title(), cell.size().label(), cell.tool().id(), String.join(", ", phases)));
            }
        }
        out.paragraph("Milliseconds, medians, in the order in which they happen. `notice` and `take-address` of the"
                + " other tools begin at the fault.");
        out.table(List.of("case", "inodes", "tool", "phases"), rows);
    }

    private void losses() {
        out.head(2, "What is lost");
        out.paragraph("The applications' ledger against what was there afterwards, all runs together. *Hanging*:"
                + " operations that had not ended 20 s after the rest went on.");
        out.table(
                List.of("case", "inodes", "tool", "acknowledged", "lost", "I/O errors", "hanging"),
                Tables.cells(results).stream()
                        .filter(cell -> !cell.unnoticed())
                        .map(cell -> List.of(
                                cell.fault().title(),
                                cell.size().label(),
                                cell.tool().id(),
                                Words.count(cell.acknowledged()),
                                Words.count(cell.missing()),
                                Words.count(cell.sum(FaultResult::ioErrors)),
                                Words.count(cell.sum(FaultResult::hanging))))
                        .toList());
    }

    private void notWon() {
        out.head(2, "What was not won");
        List<String> points = new ArrayList<>(NotWon.of(results));
        points.add("Data comes back only when chunkservers do, and those ask for the master on whole seconds.");
        points.add(
                "mfsha needs a Java machine on every candidate and witness, and keeps the metadata in memory twice: on"
                        + " the leader and on every hot standby. The others keep it on disk only, for nothing but disk.");
        out.list(points);
    }

    private void raw() {
        out.head(2, "Every run");
        out.paragraph("Milliseconds, in the order of measurement.");
        out.table(
                List.of(
                        "run",
                        "case",
                        "inodes",
                        "tool",
                        "outcome",
                        "metadata",
                        "data",
                        "takeover",
                        "acknowledged",
                        "lost",
                        "errors"),
                results.faults().stream().map(Document::rawRow).toList());
    }

    private static List<String> rawRow(FaultResult result) {
        boolean broken = result.outcome() == Outcome.BROKEN;
        return Stream.of(
                        result.trial().run(),
                        result.trial().fault().title(),
                        result.trial().size().label(),
                        result.trial().tool().id(),
                        result.outcome()
                                .name()
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', ' '),
                        broken
                                ? ""
                                : (result.metadata().ended() ? "" : "> ")
                                        + Words.millis(result.metadata().millis()),
                        broken
                                ? ""
                                : (result.data().ended() ? "" : "> ")
                                        + Words.millis(result.data().millis()),
                        result.listeningMillis().map(Words::millis).orElse(""),
                        result.acknowledged(),
                        result.missing().map(Object::toString).orElse(""),
                        result.ioErrors())
                .map(Object::toString)
                .toList();
    }
}
