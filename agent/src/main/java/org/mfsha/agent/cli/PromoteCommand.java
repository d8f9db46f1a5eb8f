package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "promote",
        description =
                "For the hooks of ucarp, keepalived or Pacemaker (ELECTION = external): the shared address is here, become"
                        + " master. Returns when this node serves, or fails when it will not.")
final class PromoteCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Asking asking;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        spec.commandLine().getOut().println(asking.ask("promote", Map.of(), LIMIT));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
