package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "resume",
        description =
                "End a pause. If the leader's mfsmaster is gone, a standby takes over. Refused while the paused leader's"
                        + " agent does not answer: it may be serving.")
final class ResumeCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private Asking asking;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        spec.commandLine().getOut().println(asking.ask("resume", Map.of(), LIMIT));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }
}
