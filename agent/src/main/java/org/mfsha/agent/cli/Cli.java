package org.mfsha.agent.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code mfsha}. */
@Command(
        name = "mfsha",
        mixinStandardHelpOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Automatic master failover for MooseFS.", ""},
        commandListHeading = "Commands:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:the command was understood and failed",
            "2:wrong options or arguments",
            "3:no mfsha daemon answers on this host",
            "4:the configuration or the key file is wrong",
            "5:status only: the cluster has no leader",
            "6:verify only: the image differs from the leader's metadata",
            "7:verify only: nothing could be compared now",
            "8:archive verify only: a file is damaged"
        },
        footer = {"", "mfsha COMMAND --help tells more about one command."})
public final class Cli {
    @SuppressWarnings("UnusedVariable") // picocli sets and reads it
    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "show this help")
    private boolean help;

    private Cli() {}

    /**
     * Runs one command.
     *
     * @return its exit status, see {@link ExitStatus}
     */
    public static int run(Daemon daemon, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Cli())
                .addSubcommand(new RunCommand(daemon))
                .addSubcommand(new StatusCommand())
                .addSubcommand(new SwitchoverCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new PromoteCommand())
                .addSubcommand(new DemoteCommand())
                .addSubcommand(new ElectorCheckCommand())
                .addSubcommand(new HistoryCommand())
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new ArchiveCommand())
                .addSubcommand(new RestoreCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new VersionCommand())
                .addSubcommand(new WarmUpCommand(daemon))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((e, command, _) -> report(e, command));
        return line.execute(arguments);
    }

    private static int report(Exception e, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (e instanceof CommandException failure) {
            e.getMessage().lines().forEach(text -> command.getErr().println(name + ": " + text));
            command.getErr().flush();
            return failure.exitStatus();
        }
        e.printStackTrace(command.getErr());
        command.getErr().println(name + ": mfsha's own fault, please report the lines above");
        command.getErr().flush();
        return ExitStatus.FAILED;
    }
}
