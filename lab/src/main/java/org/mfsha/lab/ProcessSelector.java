package org.mfsha.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.mfsha.lab.system.HostProcess;

/** Which processes of a host a fault is meant for. */
public sealed interface ProcessSelector {
    /** Every process of the host. */
    ProcessSelector ALL = new All();

    /** The Java process of mfsha only: neither its guard nor mfsmaster. */
    ProcessSelector AGENT = new AgentOnly();

    /** mfsmaster, serving or standing by, with the children it forks to save metadata. */
    ProcessSelector MFSMASTER = new Named("mfsmaster");

    /** Whether this process of this host is meant. */
    boolean matches(Host host, HostProcess process);

    /** Several of them, for people. */
    static String words(List<ProcessSelector> selectors) {
        return selectors.stream().map(ProcessSelector::toString).collect(Collectors.joining(" and "));
    }

    /** {@code all}, {@code agent}, or the name of a program such as {@code mfsmaster}. */
    static ProcessSelector parse(String text) {
        return switch (text) {
            case "all" -> ALL;
            case "agent" -> AGENT;
            default -> new Named(text);
        };
    }

    /** See {@link #ALL}. */
    record All() implements ProcessSelector {
        @Override
        public boolean matches(Host host, HostProcess process) {
            return true;
        }

        @Override
        public String toString() {
            return "everything";
        }
    }

    /** See {@link #AGENT}. */
    record AgentOnly() implements ProcessSelector {
        @Override
        public boolean matches(Host host, HostProcess process) {
            Path configuration = host.etc("mfsha.cfg");
            return process.name().equals("java")
                    && process.arguments().contains("run")
                    && process.arguments().contains(configuration.toString());
        }

        @Override
        public String toString() {
            return "agent";
        }
    }

    /** Processes with this name. */
    record Named(String name) implements ProcessSelector {
        @Override
        public boolean matches(Host host, HostProcess process) {
            return process.name().equals(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
