package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "switchover",
        description = "Hand leadership over while everything works. No acknowledged change is lost.")
final class SwitchoverCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Asking asking;

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description = "the node that shall lead (default: the hot standby that is listed first)")
    private Optional<String> target = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        Map<String, String> arguments =
                target.map(name -> Map.of("target", name)).orElse(Map.of());
        Object answer = asking.ask("switchover", arguments, LIMIT);
        spec.commandLine().getOut().println(answer);
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
