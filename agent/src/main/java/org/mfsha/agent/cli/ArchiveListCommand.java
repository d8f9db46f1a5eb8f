package org.mfsha.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.mfsha.agent.archive.recovery.Listing;
import org.mfsha.agent.archive.recovery.RecoveryException;
import org.mfsha.agent.archive.recovery.Stock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

@Command(name = "list", description = "Show which versions and times can be restored, and every file.")
final class ArchiveListCommand implements Callable<Integer> {
    @Mixin
    private Past past;

    @Option(names = "--json", description = "print it as JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        return past.use(this::list);
    }

    private int list(Stock stock) throws IOException, RecoveryException {
        var listing = new Listing(stock, stock.branch(past.epoch()), past.moment());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(listing.toMap()));
        } else {
            listing.lines().forEach(out::println);
        }
        out.flush();
        return ExitStatus.OK;
    }
}
