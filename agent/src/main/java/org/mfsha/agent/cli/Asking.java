package org.mfsha.agent.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.mfsha.agent.config.ConfigException;
import org.mfsha.agent.config.ConfigReader;
import org.mfsha.agent.control.ControlClient;
import org.mfsha.agent.control.ControlException;
import picocli.CommandLine.Option;

/** The option that says where the daemon is, and asking it. */
final class Asking {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "/etc/mfs/mfsha.cfg",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    private Path file;

    Path file() {
        return file;
    }

    Object ask(String verb, Map<String, ?> arguments, Duration limit) throws CommandException {
        try {
            Path socket = new ConfigReader().readControlSocket(file);
            return new ControlClient(socket, limit).request(verb, arguments);
        } catch (ConfigException e) {
            throw new CommandException(ExitStatus.CONFIGURATION, e);
        } catch (ControlException e) {
            throw new CommandException(
                    e.kind() == ControlException.Kind.UNREACHABLE ? ExitStatus.UNREACHABLE : ExitStatus.FAILED, e);
        }
    }
}
