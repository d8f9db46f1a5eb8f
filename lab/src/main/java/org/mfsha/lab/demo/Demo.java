package org.mfsha.lab.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabGuard;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.load.Workload;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code make demo}: see the package. Exit status 0 only if every promise was kept. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows on a cluster of network namespaces what applications feel when masters fail. Needs root.")
public final class Demo implements Callable<Integer> {
    private static final int LOG_LINES = 15;
    private static final Duration HOT_LIMIT = Duration.ofMinutes(1);

    @Option(names = "--runs", defaultValue = "1", description = "how often (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--output", defaultValue = "build/demo", description = "directory (default: ${DEFAULT-VALUE})")
    private Path output;

    private final Story story = new Story(System.out);

    /** Runs the demonstration and ends the process. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new Demo()).execute(arguments);
        System.out.flush();
        System.err.flush();
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<List<StepResult>> all = new ArrayList<>();
        Reports reports = new Reports(output);
        boolean good = true;
        for (int run = 1; run <= runs; run++) {
            if (runs > 1) {
                story.say("%n#### run %d of %d", run, runs);
            }
            List<StepResult> results = run(run);
            good &= results.size() == Step.values().length && results.stream().allMatch(StepResult::good);
            if (!results.isEmpty()) {
                all.add(results);
                reports.summary(results);
            }
        }
        if (runs > 1) {
            story.say("");
            reports.runs(all).forEach((step, figures) -> story.say("%s: %s", step, figures));
        } else {
            reports.runs(all);
        }
        story.say("%n%s The figures are in %s.", good ? "All promises kept." : "A PROMISE WAS BROKEN.", output);
        return good ? 0 : 1;
    }

    /** One run on a lab of its own; the steps that came to an end, which are fewer if one failed altogether. */
    private List<StepResult> run(int number) throws InterruptedException {
        List<StepResult> results = new ArrayList<>();
        LabSpec spec = LabSpec.named("demo" + ProcessHandle.current().pid() + "r" + number);
        story.say("Making a cluster: two hosts that can be the master, a witness, two chunkservers, two clients.");
        try {
            Lab lab = Lab.up(spec);
            LabGuard guard = LabGuard.over(lab, output.resolve("logs"));
            try {
                run(lab, number, results);
            } finally {
                if (results.size() < Step.values().length) {
                    tellLogs(lab);
                }
                guard.release();
            }
        } catch (TimeoutException | IOException failure) {
            story.say("%nFAILED: %s", failure.getMessage());
        }
        return results;
    }

    private void run(Lab lab, int number, List<StepResult> results)
            throws IOException, InterruptedException, TimeoutException {
        String leader = lab.awaitLeader(0, HOT_LIMIT).node();
        String standby = leader.equals("m1") ? "m2" : "m1";
        lab.awaitHot(standby, HOT_LIMIT);
        story.say("%s leads, %s is its hot standby. Two applications begin to work:", leader, standby);
        story.say("one creates, renames and removes files, one writes, fsyncs and reads data.");
        Path metadataMount = lab.mount("client1");
        Path dataMount = lab.mount("client2");
        try (Workload workload = new Workload(metadataMount, dataMount, "run" + number, number)) {
            new DemoRun(lab, workload, story).run(results::add);
            story.table(results);
        }
    }

    private void tellLogs(Lab lab) throws IOException {
        for (Host host : lab.hosts()) {
            if (host.hasAgent()) {
                story.say("---- %s", host.name());
                lab.logTail(host.name(), LOG_LINES).forEach(line -> story.say("%s", line));
            }
        }
        story.say("All logs: %s", output.resolve("logs"));
    }
}
