package org.mfsha.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.lab.bench.model.FaultCase;
import org.mfsha.lab.bench.model.Results;
import org.mfsha.lab.bench.model.Size;
import org.mfsha.lab.bench.model.Tool;
import org.mfsha.lab.bench.report.Publication;
import org.mfsha.lab.bench.report.Tables;
import org.mfsha.lab.system.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code make bench}: see the package. Exit status 0 when everything that was planned is measured. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures mfsha beside the tools that administrators use without it. Needs root and a quiet"
                + " machine. Goes on where it was broken off.")
public final class Bench implements Callable<Integer> {
    private static final String RESULTS = "results.json";

    @Option(
            names = "--runs",
            defaultValue = "5",
            description = "how often each trial is made (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--quick", description = "a few minutes: one run, two tools, two cases, small metadata")
    private boolean quick;

    @Option(names = "--tools", split = ",", description = "only these: how-to, keepalived, mfsha")
    private List<Tool> tools = List.of();

    @Option(names = "--cases", split = ",", description = "only these: host-loss, master-killed, master-hung, handover")
    private List<FaultCase> cases = List.of();

    @Option(names = "--inodes", split = ",", description = "only these sizes")
    private List<Long> inodes = List.of();

    @Option(names = "--no-costs", description = "leave the price of being there out")
    private boolean noCosts;

    @Option(names = "--fresh", description = "begin anew; earlier results are moved aside")
    private boolean fresh;

    @Option(names = "--report", description = "measure nothing; make table, charts and document again")
    private boolean report;

    @Option(
            names = "--publish",
            paramLabel = "DIR",
            description = "measure nothing; put document, charts and raw" + " numbers into DIR")
    private Optional<Path> publish = Optional.empty();

    @Option(names = "--output", defaultValue = "build/bench", description = "directory (default: ${DEFAULT-VALUE})")
    private Path output;

    private final Story story = new Story(System.out);

    /** Runs the measurement and ends the process. */
    public static void main(String[] arguments) {
        // BENCH_ARGS comes after what the Makefile says.
        CommandLine command = new CommandLine(new Bench())
                .setOverwrittenOptionsAllowed(true)
                .registerConverter(Tool.class, id -> known(id, Tool.of(id)))
                .registerConverter(FaultCase.class, id -> known(id, FaultCase.of(id)));
        int status = command.execute(arguments);
        System.out.flush();
        System.err.flush();
        System.exit(status);
    }

    private static <T> T known(String id, Optional<T> found) {
        return found.orElseThrow(() -> new TypeConversionException("\"" + id + "\" is not among them"));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path root = Path.of(System.getProperty("mfsha.root", "")).toAbsolutePath();
        Publication publication = new Publication(root.resolve("build"), output);
        if (publish.isPresent()) {
            story.say("Wrote %s", publication.publish(publish.get()));
            return 0;
        }
        Plan plan = plan();
        Results results = report ? recorded() : measured(plan, root);
        story.say("%n%s", Tables.terminal(results));
        story.say("Wrote %s", publication.write(output));
        return plan.left(results).isEmpty() || report ? 0 : 1;
    }

    private Results recorded() throws IOException {
        return Results.read(output.resolve(RESULTS))
                .orElseThrow(() -> new IOException("no " + output.resolve(RESULTS) + ": `make bench` measures it"));
    }

    private Results measured(Plan plan, Path root) throws IOException, InterruptedException {
        Commands.prepare();
        Map<String, String> about = About.machine(root);
        Results earlier = earlier(plan, about);
        double seconds = Progress.secondsFor(plan.left(earlier), earlier);
        story.say("%d trials are left; they take about %s.", plan.left(earlier).size(), Progress.text(seconds));
        return new Campaign(plan, output, story).run(earlier);
    }

    /** What an earlier start has measured, if this one goes on with it. */
    private Results earlier(Plan plan, Map<String, String> about) throws IOException {
        Path file = output.resolve(RESULTS);
        Optional<Results> before = Results.read(file);
        Map<String, String> settings = new LinkedHashMap<>(about);
        settings.putAll(plan.about());
        settings.put("load average at the start", About.load());
        if (before.isEmpty()) {
            return Results.begin(settings);
        }
        boolean comparable = about.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(before.get().about().get(entry.getKey())));
        if (comparable && !fresh && !plan.left(before.get()).isEmpty()) {
            story.say("Going on with %s.", file);
            return new Results(settings, before.get().faults(), before.get().costs());
        }
        Path aside = output.resolve("results-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + ".json");
        Files.move(file, aside);
        story.say("Beginning anew; earlier results are in %s.", aside);
        return Results.begin(settings);
    }

    private Plan plan() {
        Plan base = quick ? Plan.quick() : Plan.full(runs);
        List<Size> sizes = inodes.stream().map(Size::new).toList();
        return new Plan(
                base.runs(),
                tools.isEmpty() ? base.tools() : tools,
                cases.isEmpty() ? base.cases() : cases,
                sizes.isEmpty() ? base.sizes() : sizes,
                base.huge() && sizes.isEmpty() && (cases.isEmpty() || cases.contains(FaultCase.HOST_LOSS)),
                base.costs() && !noCosts);
    }
}
