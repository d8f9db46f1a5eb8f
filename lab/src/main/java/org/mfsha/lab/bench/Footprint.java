package org.mfsha.lab.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.system.HostProcess;

/**
 * What the programs on the hosts of masters and witnesses take, at one moment.
 *
 * @param nanos that moment ({@link System#nanoTime()})
 * @param residentKib memory by {@code HOST PROGRAM}
 * @param cpuMillis processor time so far by {@code HOST PROGRAM}
 */
record Footprint(long nanos, Map<String, Long> residentKib, Map<String, Long> cpuMillis) {
    private static final Set<HostKind> LOOKED_AT = Set.of(HostKind.CANDIDATE, HostKind.WITNESS);

    static Footprint of(Lab lab) throws IOException {
        Map<String, Long> residentKib = new LinkedHashMap<>();
        Map<String, Long> cpuMillis = new LinkedHashMap<>();
        for (Host host : lab.hosts()) {
            if (LOOKED_AT.contains(host.kind())) {
                for (HostProcess process : lab.processes(host.name(), ProcessSelector.ALL)) {
                    String name = host.name() + " " + program(host, process);
                    residentKib.merge(name, process.residentKib(), Long::sum);
                    cpuMillis.merge(name, process.cpuMillis(), Long::sum);
                }
            }
        }
        return new Footprint(System.nanoTime(), residentKib, cpuMillis);
    }

    /** Processor use since an earlier moment in thousandths of one processor, by {@code HOST PROGRAM}. */
    Map<String, Long> cpuMilliSince(Footprint earlier) {
        double seconds = (nanos - earlier.nanos) / 1e9;
        Map<String, Long> use = new LinkedHashMap<>();
        cpuMillis.forEach((name, millis) -> {
            long used = Math.max(0, millis - earlier.cpuMillis.getOrDefault(name, 0L));
            use.put(name, Math.round(used / seconds));
        });
        return use;
    }

    private static String program(Host host, HostProcess process) {
        return ProcessSelector.AGENT.matches(host, process) ? "agent" : process.name();
    }
}
