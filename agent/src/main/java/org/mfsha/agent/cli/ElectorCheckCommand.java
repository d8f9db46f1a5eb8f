package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "elector-check",
        description = "For such electors: fails when the shared address should go to another machine.")
final class ElectorCheckCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    @Mixin
    private Asking asking;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        spec.commandLine().getOut().println(asking.ask("elector-check", Map.of(), LIMIT));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
