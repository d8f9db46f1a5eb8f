package org.mfsha.lab.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mfsha.lab.bench.model.Results;
import tools.jackson.jr.ob.JSON;

/**
 * Puts document, charts and raw numbers in their place. Inputs are what was measured last in this checkout; what was not
 * measured here is taken from what was published before.
 */
public final class Publication {
    private static final String DOCUMENT = "benchmarks.md";
    private static final String ASSETS = "benchmarks";
    private static final String RESULTS = "results.json";
    private static final String LOSSES = "losses.json";
    private static final String DEMO = "demo.json";

    private final Path build;
    private final Path output;

    /**
     * @param build where {@code losses} and {@code demo-runs} are
     * @param output where {@code results.json} is
     */
    public Publication(Path build, Path output) {
        this.build = build;
        this.output = output;
    }

    /** Makes everything from the newest results, below the directory of those results; returns the document. */
    public Path write(Path directory) throws IOException {
        Results results = Results.read(output.resolve(RESULTS))
                .orElseThrow(() -> new IOException("no " + output.resolve(RESULTS) + ": `make bench` measures it"));
        Path assets = Files.createDirectories(directory.resolve(ASSETS));
        return write(
                directory, results, losses(assets), json(build.resolve("demo-runs/runs.json"), assets.resolve(DEMO)));
    }

    /**
     * Makes everything for a directory of documentation, with the raw numbers, and returns the document.
     *
     * @throws IOException if there are no results, neither new ones nor published ones
     */
    public Path publish(Path directory) throws IOException {
        Path assets = Files.createDirectories(directory.resolve(ASSETS));
        if (Files.exists(output.resolve(RESULTS))) {
            Files.copy(output.resolve(RESULTS), assets.resolve(RESULTS), StandardCopyOption.REPLACE_EXISTING);
        }
        Results results = Results.read(assets.resolve(RESULTS))
                .orElseThrow(() -> new IOException("no " + output.resolve(RESULTS) + ": `make bench` measures it"));
        Optional<Map<String, Object>> losses = losses(assets);
        Optional<Map<String, Object>> demo = json(build.resolve("demo-runs/runs.json"), assets.resolve(DEMO));
        keep(losses, assets.resolve(LOSSES));
        keep(demo, assets.resolve(DEMO));
        return write(directory, results, losses, demo);
    }

    private static Path write(
            Path directory, Results results, Optional<Map<String, Object>> losses, Optional<Map<String, Object>> demo)
            throws IOException {
        Path assets = directory.resolve(ASSETS);
        Files.writeString(assets.resolve("stalls.svg"), StallChart.of(results));
        Files.writeString(assets.resolve("takeover.svg"), TimelineChart.of(results));
        return Files.writeString(directory.resolve(DOCUMENT), new Document(results, losses, demo).text(ASSETS));
    }

    /** The summary without its hundreds of single faults. */
    private Optional<Map<String, Object>> losses(Path assets) throws IOException {
        return json(build.resolve("losses/summary.json"), assets.resolve(LOSSES))
                .map(summary -> {
                    Map<String, Object> aggregates = new LinkedHashMap<>(summary);
                    aggregates.remove("all");
                    return aggregates;
                });
    }

    private static Optional<Map<String, Object>> json(Path measured, Path published) throws IOException {
        Path file = Files.exists(measured) ? measured : published;
        return Files.exists(file) ? Optional.of(JSON.std.mapFrom(Files.readString(file))) : Optional.empty();
    }

    private static void keep(Optional<Map<String, Object>> value, Path file) throws IOException {
        if (value.isPresent()) {
            Files.writeString(
                    file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(value.get()) + "\n");
        }
    }
}
