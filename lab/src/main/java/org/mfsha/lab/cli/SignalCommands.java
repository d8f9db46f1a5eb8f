package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Faults of processes. */
final class SignalCommands {
    private static final String WHAT =
            "agent (the Java process of mfsha only), all, or a program such as mfsmaster, mfschunkserver";

    private SignalCommands() {}

    abstract static class OnProcesses implements Callable<Integer> {
        @ParentCommand
        private LabCommand parent;

        @Parameters(index = "0", paramLabel = "HOST")
        private String host;

        @Parameters(index = "1", paramLabel = "WHAT", description = WHAT)
        private String what;

        abstract int signal(Lab lab, String host, ProcessSelector selector) throws IOException, InterruptedException;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (signal(parent.lab(), host, ProcessSelector.parse(what)) == 0) {
                throw new LabException("no " + what + " runs on " + host);
            }
            return 0;
        }
    }

    @Command(name = "kill", mixinStandardHelpOptions = true, description = "Kills processes of a host (SIGKILL).")
    static final class Kill extends OnProcesses {
        @Override
        int signal(Lab lab, String host, ProcessSelector selector) throws IOException, InterruptedException {
            return lab.kill(host, selector);
        }
    }

    @Command(name = "freeze", mixinStandardHelpOptions = true, description = "Stops processes of a host (SIGSTOP).")
    static final class Freeze extends OnProcesses {
        @Override
        int signal(Lab lab, String host, ProcessSelector selector) throws IOException, InterruptedException {
            return lab.freeze(host, selector);
        }
    }

    @Command(
            name = "thaw",
            mixinStandardHelpOptions = true,
            description = "Continues frozen processes of a host (SIGCONT).")
    static final class Thaw extends OnProcesses {
        @Override
        int signal(Lab lab, String host, ProcessSelector selector) throws IOException, InterruptedException {
            return lab.thaw(host, selector);
        }
    }
}
