package org.mfsha.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.agent.archive.Branch;
import org.mfsha.agent.archive.Range;
import org.mfsha.agent.archive.recovery.Exporter;
import org.mfsha.agent.archive.recovery.Planner;
import org.mfsha.agent.archive.recovery.RecoveryException;
import org.mfsha.agent.archive.recovery.Stock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = "Copy what leads to every version from a time on, up to now, into a directory of its own."
                + " `mfsha restore --from` reads it on any host.")
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // picocli's way to say that an option was not given
final class ArchiveExportCommand implements Callable<Integer> {
    @Mixin
    private Past past;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "the earliest time to be restorable (default: as far back as the newest metadata file leads)")
    private Optional<String> since = Optional.empty();

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "where to; empty or not there")
    private Path into;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        return past.use(this::export);
    }

    private int export(Stock stock) throws IOException, RecoveryException {
        PrintWriter out = spec.commandLine().getOut();
        Branch branch = stock.branch(past.epoch());
        Optional<Long> version = Optional.empty();
        if (since.isPresent()) {
            long seconds = past.moment().parse(since.get());
            version = Optional.of(new Planner(stock.catalogue(), branch, past.moment()).at(seconds));
        }
        Range exported = new Exporter(stock, branch, line -> out.println("wrote " + line)).export(version, into);
        out.println("Every version from " + exported.base().version() + " to " + exported.last()
                + " can be restored from it: mfsha restore --from " + into + " ...");
        out.flush();
        return ExitStatus.OK;
    }
}
