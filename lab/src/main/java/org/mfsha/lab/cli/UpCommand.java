package org.mfsha.lab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Makes a lab, starts everything in it and mounts it on its clients.")
final class UpCommand implements Callable<Integer> {
    private static final String COUNT = "how many (default: ${DEFAULT-VALUE})";

    @ParentCommand
    private LabCommand parent;

    @Spec
    private CommandSpec spec;

    @Option(names = "--candidates", defaultValue = "2", description = COUNT)
    private int candidates;

    @Option(names = "--witnesses", defaultValue = "1", description = COUNT)
    private int witnesses;

    @Option(names = "--chunkservers", defaultValue = "2", description = COUNT)
    private int chunkservers;

    @Option(names = "--metaloggers", defaultValue = "0", description = COUNT)
    private int metaloggers;

    @Option(names = "--clients", defaultValue = "2", description = COUNT)
    private int clients;

    @Option(names = "--bare", description = "no agents: plain MooseFS, its master on m1, nobody takes over")
    private boolean bare;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LabSpec wanted = LabSpec.named(parent.name())
                .withHosts(candidates, witnesses, chunkservers, clients)
                .withMetaloggers(metaloggers);
        Lab lab = Lab.up(bare ? wanted.asBare() : wanted);
        spec.commandLine().getOut().println("lab " + parent.name() + " is up");
        for (Host host : lab.hosts()) {
            String where = host.kind() == HostKind.CLIENT ? "mounted at " + host.mountPoint() : "";
            spec.commandLine().getOut().printf("  %-8s %-12s %s%n", host.name(), host.address(), where);
        }
        return 0;
    }
}
