package org.mfsha.agent.cli;

import java.util.concurrent.Callable;
import org.mfsha.agent.config.Config;
import org.mfsha.agent.config.ConfigException;
import org.mfsha.agent.config.ConfigReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "run", description = "Run the daemon of this node in the foreground (a supervisor starts it).")
final class RunCommand implements Callable<Integer> {
    private final Daemon daemon;

    @Mixin
    private Asking asking;

    @Spec
    private CommandSpec spec;

    RunCommand(Daemon daemon) {
        this.daemon = daemon;
    }

    @Override
    public Integer call() throws CommandException {
        try {
            Config config = new ConfigReader().read(asking.file());
            config.warnings().forEach(warning -> spec.commandLine().getErr().println("mfsha: warning: " + warning));
            spec.commandLine().getErr().flush();
            return daemon.run(config);
        } catch (ConfigException e) {
            throw new CommandException(ExitStatus.CONFIGURATION, e);
        }
    }
}
