package org.mfsha.lab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.mfsha.lab.Lab;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code bin/lab}: whole MooseFS clusters on this machine. */
@Command(
        name = "lab",
        description = "Whole MooseFS clusters on this machine, each host a network namespace. Needs root.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            ExecCommand.class,
            LinkCommands.Cut.class,
            LinkCommands.Heal.class,
            SignalCommands.Kill.class,
            SignalCommands.Freeze.class,
            SignalCommands.Thaw.class,
            HostCommands.PowerOff.class,
            HostCommands.PowerOn.class,
            HostCommands.Start.class,
            HostCommands.Mount.class,
            HostCommands.Logs.class,
            DownCommand.class
        },
        footer = {
            "",
            "Hosts: candidates m1 m2 ..., witnesses w1 ..., chunkservers cs1 ..., metaloggers ml1 ...,",
            "clients client1 ... Labs live in $MFSHA_LAB_HOME (build/lab).",
            "",
            "  bin/lab up && cd $(bin/lab mount)    a cluster, and your shell inside it",
            "  bin/lab poweroff m1                  and see what the mount does"
        })
public final class LabCommand implements Callable<Integer> {
    @Option(
            names = "--name",
            scope = ScopeType.INHERIT,
            defaultValue = "lab",
            description = "which lab (default: ${DEFAULT-VALUE}); several do not disturb each other")
    private String name = "lab";

    @Spec
    private CommandSpec spec;

    /** Runs a command line and ends the process with its status: 0 done, 1 failed, 2 misused. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new LabCommand());
        line.setExecutionExceptionHandler((problem, failed, parsed) -> {
            PrintWriter err = failed.getErr();
            if (problem instanceof IOException) {
                err.println("lab: " + problem.getMessage());
            } else {
                problem.printStackTrace(err);
            }
            err.flush();
            return 1;
        });
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which verb?");
    }

    String name() {
        return name;
    }

    Lab lab() throws IOException {
        return Lab.open(name);
    }
}
