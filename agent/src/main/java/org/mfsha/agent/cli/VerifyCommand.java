package org.mfsha.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.agent.control.status.VerificationStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

@Command(
        name = "verify",
        description =
                "Prove that a standby's image is what the leader has: rebuild it apart, to the version that the leader"
                        + " saved last, and compare. Exit status 6 if it differs, 7 if nothing could be compared now.")
final class VerifyCommand implements Callable<Integer> {
    /** Of one question; the daemon answers after some seconds whether it is done or not. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Mixin
    private Asking asking;

    @Parameters(arity = "0..1", paramLabel = "NODE", description = "whose image (default: this node's)")
    private Optional<String> node = Optional.empty();

    @Option(names = "--json", description = "print it as JSON, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        Map<String, String> arguments = new LinkedHashMap<>();
        node.ifPresent(name -> arguments.put("node", name));
        try {
            while (true) {
                Object answer = asking.ask("verify", arguments, LIMIT);
                VerificationStatus seen = VerificationStatus.of(answer);
                if (!seen.isRunning()) {
                    return tell(answer, seen);
                }
                arguments.put("run", Long.toString(seen.run()));
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.FAILED, e);
        }
    }

    private int tell(Object answer, VerificationStatus seen) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer) : seen.inWords());
        out.flush();
        return switch (seen.result()) {
            case "equal" -> ExitStatus.OK;
            case "different" -> ExitStatus.DIFFERENT;
            case "not-compared" -> ExitStatus.NOT_COMPARED;
            default -> ExitStatus.FAILED;
        };
    }
}
