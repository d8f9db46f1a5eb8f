package org.mfsha.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "pause",
        description =
                "Keep things as they are for a while: the leader serves on whatever happens to the other nodes and to the"
                        + " network between them, and nobody takes over, not even if mfsmaster dies. Do not restart the"
                        + " leader's agent meanwhile: its mfsmaster ends with it. The pause ends by itself.")
final class PauseCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private Asking asking;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "how long, such as 90s, 45min or 1h30min; at most 24h (default: ${DEFAULT-VALUE})")
    private String length;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "the reason, for whoever looks")
    private String why;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        Map<String, String> arguments = Map.of("millis", Long.toString(millis()), "why", why, "by", who());
        spec.commandLine().getOut().println(asking.ask("pause", arguments, LIMIT));
        spec.commandLine().getOut().flush();
        return ExitStatus.OK;
    }

    private long millis() {
        try {
            return LengthOfTime.parse(length).toMillis();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--for " + length + ": " + e.getMessage(), e);
        }
    }

    private static String who() {
        return Optional.ofNullable(System.getenv("SUDO_USER")).orElse(System.getProperty("user.name", ""));
    }
}
