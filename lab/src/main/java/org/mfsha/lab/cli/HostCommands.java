package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Whole hosts: power, start, mount, logs. */
final class HostCommands {
    private HostCommands() {}

    @Command(
            name = "poweroff",
            mixinStandardHelpOptions = true,
            description = "Takes a host's power: link cut, all processes killed, extra addresses and filters gone.")
    static final class PowerOff implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Override
        public Integer call() throws IOException, InterruptedException {
            parent.lab().powerOff(host);
            return 0;
        }
    }

    @Command(
            name = "poweron",
            mixinStandardHelpOptions = true,
            description = "Brings a host back: link mended, its daemons started.")
    static final class PowerOn implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Override
        public Integer call() throws IOException, InterruptedException {
            parent.lab().powerOn(host);
            return 0;
        }
    }

    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Starts what belongs on a host and does not run there.")
    static final class Start implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Override
        public Integer call() throws IOException, InterruptedException {
            parent.lab().start(host);
            return 0;
        }
    }

    @Command(
            name = "mount",
            mixinStandardHelpOptions = true,
            description = "Mounts the file system on a client, unless it is mounted, and prints where.")
    static final class Mount implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "CLIENT", defaultValue = "client1", description = "default: ${DEFAULT-VALUE}")
        private String client;

        @Override
        public Integer call() throws IOException, InterruptedException {
            spec.commandLine().getOut().println(parent.lab().mount(client));
            return 0;
        }
    }

    @Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints the ends of a host's logs.")
    static final class Logs implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "HOST")
        private String host;

        @Option(names = "--lines", defaultValue = "40", description = "of each log (default: ${DEFAULT-VALUE})")
        private int lines;

        @Override
        public Integer call() throws IOException {
            parent.lab().logTail(host, lines).forEach(spec.commandLine().getOut()::println);
            return 0;
        }
    }
}
