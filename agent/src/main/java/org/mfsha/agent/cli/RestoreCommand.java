package org.mfsha.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.agent.archive.recovery.Advice;
import org.mfsha.agent.archive.recovery.RecoveryException;
import org.mfsha.agent.archive.recovery.Restorer;
import org.mfsha.agent.archive.recovery.Stock;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Build the metadata of an earlier version or time in an empty directory, with an unmodified mfsmaster. The"
                    + " running cluster is not touched. Works without a daemon.",
            "",
            "A version is what `mfsha status` calls a position (the number after the colon). A time includes every change"
                    + " of that second: 2026-11-25 14:03:05 (local time), 2026-11-25T14:03:05Z,"
                    + " 2026-11-25T14:03:05+01:00.",
            ""
        })
@SuppressWarnings("OptionalUsedAsFieldOrParameterType") // picocli's way to say that an option was not given
final class RestoreCommand implements Callable<Integer> {
    private static final class Wanted {
        @Option(names = "--at", required = true, paramLabel = "TIME", description = "the state at this time")
        private Optional<String> at = Optional.empty();

        @Option(names = "--version", required = true, paramLabel = "V", description = "the state of this version")
        private Optional<Long> version = Optional.empty();
    }

    @ArgGroup(multiplicity = "1")
    private Wanted wanted;

    @Mixin
    private Past past;

    @Option(names = "--into", required = true, paramLabel = "DIR", description = "where to; empty or not there")
    private Path into;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        var files = past.files();
        return past.use(stock -> restore(stock, files));
    }

    private int restore(Stock stock, org.mfsha.agent.config.MasterFiles files)
            throws IOException, RecoveryException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        stock.notes().forEach(note -> spec.commandLine().getErr().println("mfsha restore: note: " + note));
        spec.commandLine().getErr().flush();
        var restorer = new Restorer(stock, stock.branch(past.epoch()), past.moment(), files, line -> {
            out.println(line);
            out.flush();
        });
        Restorer.Result result = restorer.restore(goal(), into);
        Advice.after(result).forEach(out::println);
        out.flush();
        return ExitStatus.OK;
    }

    private Restorer.Goal goal() throws RecoveryException {
        if (wanted.version.isPresent()) {
            long version = wanted.version.get();
            if (version < 1) {
                throw new ParameterException(spec.commandLine(), "--version " + version + ": versions begin at 1");
            }
            return new Restorer.Goal.Version(version);
        }
        long seconds = past.moment().parse(wanted.at.orElseThrow());
        if (seconds > System.currentTimeMillis() / 1000) {
            throw new RecoveryException(wanted.at.orElseThrow() + " has not come yet");
        }
        return new Restorer.Goal.Time(seconds);
    }
}
