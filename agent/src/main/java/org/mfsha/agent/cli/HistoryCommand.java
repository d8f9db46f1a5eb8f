package org.mfsha.agent.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mfsha.agent.control.status.LostStatus;
import org.mfsha.agent.control.status.StatusJson;
import org.mfsha.agent.control.status.StatusText;
import org.mfsha.agent.control.status.VerificationStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

@Command(
        name = "history",
        description =
                "Show the past takeovers (reason, duration of each phase, lost changes) and the verifications of this"
                        + " node's image; or all that one takeover has lost.")
final class HistoryCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_VERIFICATIONS = 10;

    @Mixin
    private Asking asking;

    @Option(names = "--json", description = "print it as JSON, for programs")
    private boolean json;

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // picocli's way to say that an option was not given
    @Option(
            names = "--lost",
            paramLabel = "EPOCH",
            description =
                    "list every change that was lost with the takeover of this epoch; ask the node that lost them")
    private Optional<Long> lost = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (lost.isPresent()) {
                printLost(lost.get(), out);
            } else {
                printTakeovers(out);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.FAILED, e);
        }
        out.flush();
        return ExitStatus.OK;
    }

    private void printTakeovers(PrintWriter out) throws CommandException {
        Object answer = asking.ask("history", Map.of(), LIMIT);
        if (json) {
            out.println(pretty(answer));
            return;
        }
        if (!(answer instanceof List<?> takeovers)) {
            throw new IllegalArgumentException("the daemon's history is no list");
        }
        if (takeovers.isEmpty()) {
            out.println("No takeover yet.");
        }
        takeovers.stream().map(StatusJson::takeover).map(StatusText::render).forEach(out::print);
        printVerifications(out);
    }

    private void printVerifications(PrintWriter out) throws CommandException {
        Object answer = asking.ask("verifications", Map.of(), LIMIT);
        if (answer instanceof List<?> verifications && !verifications.isEmpty()) {
            out.println("Verifications of this node's image:");
            verifications.stream()
                    .skip(Math.max(0, verifications.size() - MAX_VERIFICATIONS))
                    .map(VerificationStatus::of)
                    .forEach(each -> out.println(each.finishedAt() + " " + each.inWords()));
        }
    }

    private void printLost(long epoch, PrintWriter out) throws CommandException {
        if (epoch < 1) {
            throw new ParameterException(spec.commandLine(), "--lost " + epoch + ": epochs are numbers from 1 on");
        }
        Map<String, Object> all = allLost(epoch);
        out.print(json ? pretty(all) + "\n" : LostStatus.from(all).render());
    }

    /** The daemon tells some at a time. */
    private Map<String, Object> allLost(long epoch) throws CommandException {
        Map<String, Object> all = new LinkedHashMap<>();
        List<Object> changes = new ArrayList<>();
        List<?> more;
        do {
            Object answer = asking.ask("lost", Map.of("epoch", epoch, "from", changes.size()), LIMIT);
            if (!(answer instanceof Map<?, ?> part) || !(part.get("changes") instanceof List<?> some)) {
                throw new IllegalArgumentException("the daemon's answer has no changes");
            }
            part.forEach((name, value) -> all.put(name.toString(), value));
            changes.addAll(some);
            more = some;
        } while (!more.isEmpty());
        all.put("changes", changes);
        return all;
    }

    private static String pretty(Object answer) {
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(answer);
    }
}
