package org.mfsha.lab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.mfsha.lab.HostView;
import org.mfsha.lab.control.AgentStatus;
import org.mfsha.lab.system.HostProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every host: its link, what runs there, what its agent says.")
final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    private LabCommand parent;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        for (HostView view : parent.lab().status()) {
            out.printf(
                    "%-8s %-12s %-5s %s%s%n",
                    view.host().name(),
                    view.host().address(),
                    view.linked() ? "" : "CUT",
                    view.processes().stream().map(StatusCommand::describe).collect(Collectors.joining(", ")),
                    view.agent().map(StatusCommand::describe).orElse(""));
        }
        return 0;
    }

    private static String describe(HostProcess process) {
        return process.name() + "[" + process.pid() + (process.state() == 'T' ? " frozen]" : "]");
    }

    private static String describe(AgentStatus agent) {
        String role = agent.node(agent.node())
                .map(node -> node.role() + (node.hot() ? ", hot" : ""))
                .orElse("role unknown");
        return "  " + role + ", epoch " + agent.epoch() + ", leader "
                + agent.leader().orElse("none");
    }
}
