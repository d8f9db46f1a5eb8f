package org.mfsha.agent.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.mfsha.agent.security.ClusterKey;
import org.mfsha.agent.security.KeyException;
import org.mfsha.agent.security.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = "Make the cluster's credential in a new file. Do it once, then copy the file to every node.")
final class KeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "where to write it, usually /etc/mfs/mfsha.key; never overwritten")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        try {
            ClusterKey key = KeyFile.create(file, new SecureRandom());
            spec.commandLine()
                    .getOut()
                    .println("Wrote " + file + " (fingerprint " + key.fingerprint()
                            + "). Copy it to every node, mode 0600, owner root.");
            spec.commandLine().getOut().flush();
            return ExitStatus.OK;
        } catch (KeyException e) {
            throw new CommandException(ExitStatus.CONFIGURATION, e);
        }
    }
}
