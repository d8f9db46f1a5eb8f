package org.mfsha.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.jr.ob.JSON;

/**
 * What a lab shall consist of.
 *
 * @param name lower-case letters, digits and _, 24 at most
 * @param home directory that will hold a directory of that name
 * @param candidates 1 to 9, like the other numbers, which may be 0 too
 * @param bare without agents: mfsmaster starts directly on the first candidate, which holds the shared address
 * @param masterProgram the mfsmaster to run
 * @param agentProgram what starts the agent: {@code bin/mfsha} of this checkout
 */
public record LabSpec(
        String name,
        Path home,
        int candidates,
        int witnesses,
        int chunkservers,
        int metaloggers,
        int clients,
        boolean bare,
        Path masterProgram,
        Path agentProgram) {
    private static final String FILE = "lab.json";

    /** Two candidates, a witness, two chunkservers, two clients. */
    public static LabSpec named(String name) {
        Path mfsmaster = Path.of("/usr/sbin/mfsmaster");
        Path mfsha = LabNames.root().resolve("bin").resolve("mfsha");
        return new LabSpec(name, LabNames.defaultHome(), 2, 1, 2, 0, 2, false, mfsmaster, mfsha);
    }

    /** The same with other numbers of hosts. */
    public LabSpec withHosts(int candidates, int witnesses, int chunkservers, int clients) {
        return new LabSpec(
                name,
                home,
                candidates,
                witnesses,
                chunkservers,
                metaloggers,
                clients,
                bare,
                masterProgram,
                agentProgram);
    }

    /** The same with this many stock metaloggers. */
    public LabSpec withMetaloggers(int count) {
        return new LabSpec(
                name, home, candidates, witnesses, chunkservers, count, clients, bare, masterProgram, agentProgram);
    }

    /** The same without agents. */
    public LabSpec asBare() {
        return new LabSpec(
                name,
                home,
                candidates,
                witnesses,
                chunkservers,
                metaloggers,
                clients,
                true,
                masterProgram,
                agentProgram);
    }

    /** The same with another home. */
    public LabSpec at(Path other) {
        Path absolute = other.toAbsolutePath().normalize();
        return new LabSpec(
                name,
                absolute,
                candidates,
                witnesses,
                chunkservers,
                metaloggers,
                clients,
                bare,
                masterProgram,
                agentProgram);
    }

    /** The same with another mfsmaster. */
    public LabSpec withMasterProgram(Path program) {
        return new LabSpec(
                name, home, candidates, witnesses, chunkservers, metaloggers, clients, bare, program, agentProgram);
    }

    /** The same with another launcher of the agent. */
    public LabSpec withAgentProgram(Path program) {
        return new LabSpec(
                name, home, candidates, witnesses, chunkservers, metaloggers, clients, bare, masterProgram, program);
    }

    /** Where everything of this lab is. */
    public Path directory() {
        return home.resolve(name);
    }

    /** Its hosts, in the order in which they start. */
    public List<Host> hosts() {
        List<Host> hosts = new ArrayList<>();
        for (HostKind kind : HostKind.values()) {
            for (int number = 1; number <= count(kind); number++) {
                String host = kind.hostName(number);
                hosts.add(new Host(
                        name, kind, host, kind.hostAddress(number), directory().resolve(host)));
            }
        }
        return hosts;
    }

    void check() throws LabException {
        LabNames.checked(name);
        for (HostKind kind : HostKind.values()) {
            int least = kind == HostKind.CANDIDATE ? 1 : 0;
            if (count(kind) < least || count(kind) > HostKind.MOST) {
                throw new LabException("a lab has " + least + " to " + HostKind.MOST + " hosts of kind " + kind);
            }
        }
    }

    void save() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (HostKind kind : HostKind.values()) {
            fields.put(kind.name(), count(kind));
        }
        fields.put("bare", bare);
        fields.put("masterProgram", masterProgram.toString());
        fields.put("agentProgram", agentProgram.toString());
        Files.writeString(directory().resolve(FILE), JSON.std.asString(fields) + "\n");
    }

    static LabSpec load(Path home, String name) throws IOException {
        LabNames.checked(name);
        Path file = home.resolve(name).resolve(FILE);
        try {
            Map<String, Object> fields = JSON.std.mapFrom(Files.readString(file));
            return new LabSpec(
                    name,
                    home,
                    number(fields, HostKind.CANDIDATE),
                    number(fields, HostKind.WITNESS),
                    number(fields, HostKind.CHUNKSERVER),
                    number(fields, HostKind.METALOGGER),
                    number(fields, HostKind.CLIENT),
                    Boolean.TRUE.equals(fields.get("bare")),
                    Path.of(String.valueOf(fields.get("masterProgram"))),
                    Path.of(String.valueOf(fields.get("agentProgram"))));
        } catch (NoSuchFileException noLab) {
            throw new LabException("no lab \"" + name + "\" under " + home + " (`bin/lab up` makes one)", noLab);
        }
    }

    private int count(HostKind kind) {
        return switch (kind) {
            case CANDIDATE -> candidates;
            case WITNESS -> witnesses;
            case CHUNKSERVER -> chunkservers;
            case METALOGGER -> metaloggers;
            case CLIENT -> clients;
        };
    }

    private static int number(Map<String, Object> fields, HostKind kind) {
        return fields.get(kind.name()) instanceof Number number ? number.intValue() : 0;
    }
}
