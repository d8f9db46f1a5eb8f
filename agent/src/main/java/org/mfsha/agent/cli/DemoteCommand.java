package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demote",
        description =
                "For such hooks: the shared address goes away, stop being master. Returns when nothing is served here.")
final class DemoteCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Asking asking;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        spec.commandLine().getOut().println(asking.ask("demote", Map.of(), LIMIT));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
