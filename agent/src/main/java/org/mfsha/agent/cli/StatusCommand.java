package org.mfsha.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.mfsha.agent.control.status.Status;
import org.mfsha.agent.control.status.StatusJson;
import org.mfsha.agent.control.status.StatusText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

@Command(
        name = "status",
        description = "Show who leads, which nodes are hot, and why if not. Exit status 5 if there is no leader.")
final class StatusCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Mixin
    private Asking asking;

    @Option(names = "--json", description = "print it as JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        Object answer = asking.ask("status", Map.of(), LIMIT);
        PrintWriter out = spec.commandLine().getOut();
        try {
            Status status = StatusJson.status(answer);
            out.print(
                    json
                            ? JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer) + "\n"
                            : StatusText.render(status));
            out.flush();
            return status.leader().isPresent() ? ExitStatus.OK : ExitStatus.NO_LEADER;
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.FAILED, e);
        }
    }
}
