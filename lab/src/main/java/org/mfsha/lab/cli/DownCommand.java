package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.mfsha.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Removes a lab, or what is left of one. None at all is no error.")
final class DownCommand implements Callable<Integer> {
    @ParentCommand
    private LabCommand parent;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Lab.down(parent.name());
        return 0;
    }
}
