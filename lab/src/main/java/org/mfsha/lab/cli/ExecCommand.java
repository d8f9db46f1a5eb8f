package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = "Runs a command on a host: lab exec m1 -- ip addr")
final class ExecCommand implements Callable<Integer> {
    @ParentCommand
    private LabCommand parent;

    @Parameters(index = "0", paramLabel = "HOST")
    private String host;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND")
    private List<String> command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> inside = parent.lab().host(host).namespace().inside(command);
        return new ProcessBuilder(inside).inheritIO().start().waitFor();
    }
}
