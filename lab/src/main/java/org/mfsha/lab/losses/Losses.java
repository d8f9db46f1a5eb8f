package org.mfsha.lab.losses;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mfsha.lab.LabSpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code make losses}: see the package. Exit status 0 only if every promise was kept. */
@Command(
        name = "losses",
        mixinStandardHelpOptions = true,
        description = "Counts acknowledged operations that are missing after many faults of the master under full load."
                + " Needs root.")
public final class Losses implements Callable<Integer> {
    @Option(
            names = "--kills",
            defaultValue = "200",
            description = "kill -9 of the leader's mfsmaster (default: ${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--agents",
            defaultValue = "0",
            description = "kill -9 of the leader's agent (default: ${DEFAULT-VALUE})")
    private int agents;

    @Option(names = "--hosts", defaultValue = "200", description = "losses of its host (default: ${DEFAULT-VALUE})")
    private int hosts;

    @Option(
            names = "--per-cluster",
            defaultValue = "20",
            description = "faults before a new cluster is made (default: ${DEFAULT-VALUE})")
    private int perCluster;

    @Option(
            names = "--output",
            defaultValue = "build/losses",
            description = "directory for summary.json and logs (default: ${DEFAULT-VALUE})")
    private Path output;

    /** Runs the measurement and ends the process. */
    public static void main(String[] arguments) {
        int status = new CommandLine(new Losses()).execute(arguments);
        System.out.flush();
        System.err.flush();
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Fault> plan =
                Campaign.plan(Map.of(Fault.MASTER_KILL, kills, Fault.AGENT_KILL, agents, Fault.HOST_LOSS, hosts));
        Report report = new Report(System.out, plan.size());
        long pid = ProcessHandle.current().pid();
        Summary summary = new Campaign(plan, perCluster, Duration.ZERO, output, report)
                .run(round -> LabSpec.named("losses" + pid + "r" + round));
        report.end(summary);
        report.say(
                "%n%s The figures are in %s.",
                summary.good() ? "Nothing was lost but with its host." : "A PROMISE WAS BROKEN.",
                output.resolve("summary.json"));
        return summary.good() ? 0 : 1;
    }
}
