package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.system.Commands;

/**
 * A calm cluster just before something happens to it: who is who.
 *
 * @param leader the host that leads
 * @param standby the other candidate, which is hot
 * @param epoch of the leader
 */
public record Scene(Lab lab, String leader, String standby, long epoch) {
    /** The host that has this role. */
    public Host host(Role role) throws LabException {
        return switch (role) {
            case LEADER -> lab.host(leader);
            case STANDBY -> lab.host(standby);
            case WITNESS -> first(HostKind.WITNESS);
            case CHUNKSERVER -> first(HostKind.CHUNKSERVER);
            case STRANGER -> first(HostKind.METALOGGER);
        };
    }

    /** Its name. */
    public String name(Role role) throws LabException {
        return host(role).name();
    }

    /** The addresses of all other hosts with an agent, or of all without one. */
    List<String> othersWithAgent(boolean agents, Role besides) throws LabException {
        String self = name(besides);
        Stream<Host> others = lab.hosts().stream().filter(host -> host.hasAgent() == agents);
        return others.filter(host -> !host.name().equals(self))
                .map(Host::address)
                .toList();
    }

    /** Runs a command on a host; it must succeed. */
    void run(Role role, String... command) throws IOException, InterruptedException {
        Commands.run(host(role).namespace().inside(List.of(command)));
    }

    private Host first(HostKind kind) throws LabException {
        return lab.hosts().stream()
                .filter(host -> host.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new LabException("no host of kind " + kind));
    }
}
