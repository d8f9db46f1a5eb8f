package org.mfsha.lab.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabGuard;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.chaos.fault.Kind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code make chaos}: see the package. Exit status 0 only if nothing was violated. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description = "Lets faults drawn from a seed happen to a lab under load and checks what must hold. Needs root.")
public final class Chaos implements Callable<Integer> {
    private static final int ROUNDS_PER_MINUTE = 20;

    @Option(names = "--minutes", defaultValue = "5", description = "how long (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(names = "--seed", description = "repeats a schedule (default: a new one)")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--only", split = ",", description = "kinds of faults: ${COMPLETION-CANDIDATES}")
    private Set<Kind> only = EnumSet.allOf(Kind.class);

    @Option(names = "--without", split = ",", description = "kinds of faults to leave out")
    private Set<Kind> without = EnumSet.noneOf(Kind.class);

    @Option(names = "--output", defaultValue = "build/chaos", description = "directory (default: ${DEFAULT-VALUE})")
    private Path output;

    private final Report report = new Report(System.out);

    /** Runs it and ends the process. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new Chaos()).execute(arguments);
        System.out.flush();
        System.err.flush();
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long chosen = seed.orElseGet(() -> ThreadLocalRandom.current().nextLong(1_000_000_000));
        List<Kind> kinds =
                only.stream().filter(kind -> !without.contains(kind)).sorted().toList();
        if (kinds.isEmpty()) {
            report.say("No kind of fault is left: look at --only and --without.");
            return CommandLine.ExitCode.USAGE;
        }
        Schedule schedule = Schedule.draw(chosen, (int) Math.ceil(minutes * ROUNDS_PER_MINUTE), kinds);
        Files.createDirectories(output);
        Files.write(
                output.resolve("schedule.txt"),
                schedule.rounds().stream().map(Round::toString).toList());
        report.say("Seed %d; what will happen is in %s.", chosen, output.resolve("schedule.txt"));
        List<RoundResult> results = new ArrayList<>();
        Optional<String> broken = run(schedule, results);
        Summary summary = new Summary(chosen, minutes, results, broken);
        summary.write(output.resolve("summary.json"));
        tell(summary);
        return summary.good() ? 0 : 1;
    }

    /** Why it did not come to its end. */
    private Optional<String> run(Schedule schedule, List<RoundResult> results)
            throws IOException, InterruptedException {
        LabSpec spec = LabSpec.named("chaos" + ProcessHandle.current().pid());
        report.say("Making a cluster: two candidates, a witness, two chunkservers, two clients, a stranger.");
        try {
            Lab lab = ChaosRun.makeLab(spec);
            LabGuard guard = LabGuard.over(lab, output.resolve("logs"));
            try (ChaosRun run = ChaosRun.begin(lab, output, schedule.seed())) {
                run.run(schedule, Duration.ofMillis((long) (minutes * 60_000)), result -> {
                    results.add(result);
                    report.tell(result);
                });
                return Optional.empty();
            } finally {
                guard.release();
            }
        } catch (TimeoutException | IOException failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    private void tell(Summary summary) {
        report.tell(summary.rounds());
        report.say(
                "%n%d faults, %d takeovers (%d that no fault called for), longest stall: metadata %d ms, data %d ms; %d errors, %d of them excused;"
                        + " %d acknowledged operations are missing, %d of them of lost leaders' last moments.",
                summary.faults(),
                summary.takeovers(),
                summary.uncalledTakeovers(),
                summary.worstMetadataStallMillis(),
                summary.worstDataStallMillis(),
                summary.errors(),
                summary.excusedErrors(),
                summary.missing(),
                summary.excused());
        summary.broken().ifPresent(why -> report.say("%nBROKEN OFF: %s", why));
        if (!summary.violations().isEmpty()) {
            report.say("%n%d VIOLATIONS:", summary.violations().size());
            summary.violations().forEach(violation -> report.say("  %s", violation));
            report.say("Everything the hosts wrote is in %s.", output);
        } else {
            report.say("No violations.");
        }
        report.say("Again: make chaos SEED=%d MINUTES=%s", summary.seed(), minutes);
    }
}
