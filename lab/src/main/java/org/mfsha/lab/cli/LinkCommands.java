package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.mfsha.lab.Lab;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Faults of the network. */
final class LinkCommands {
    private LinkCommands() {}

    @Command(
            name = "cut",
            mixinStandardHelpOptions = true,
            description = "Cuts a host off the network. The host itself sees its link up.")
    static final class Cut implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Option(names = "--unplug", description = "pull the cable: the host sees its link down")
        private boolean unplug;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Lab lab = parent.lab();
            if (unplug) {
                lab.unplug(host);
            } else {
                lab.cut(host);
            }
            return 0;
        }
    }

    @Command(
            name = "heal",
            mixinStandardHelpOptions = true,
            description = "Mends the network link of a host. Nothing else changes there.")
    static final class Heal implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Override
        public Integer call() throws IOException, InterruptedException {
            parent.lab().heal(host);
            return 0;
        }
    }
}
