package org.mfsha.lab.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.load.Moment;
import org.mfsha.lab.system.HostProcess;

/**
 * What an agent's Java process takes.
 *
 * @param residentKib memory at the end
 * @param cpuPercent of one processor, on average
 */
record AgentUsage(long residentKib, double cpuPercent) {
    /** Processor time of each agent at some moment. */
    record Sample(Moment moment, Map<String, HostProcess> agents, Map<String, Long> cpuMillis) {
        static Sample of(Lab lab) throws IOException {
            Map<String, HostProcess> agents = new LinkedHashMap<>();
            Map<String, Long> cpuMillis = new LinkedHashMap<>();
            for (Host host : lab.hosts()) {
                List<HostProcess> found =
                        host.hasAgent() ? lab.processes(host.name(), ProcessSelector.AGENT) : List.of();
                if (!found.isEmpty()) {
                    agents.put(host.name(), found.getFirst());
                    cpuMillis.put(host.name(), found.getFirst().cpuMillis());
                }
            }
            return new Sample(Moment.now(), agents, cpuMillis);
        }

        /** Usage between both samples; an agent that was started in between counts from its start. */
        static Map<String, AgentUsage> between(Sample before, Sample after) {
            double millis = (after.moment.nanos() - before.moment.nanos()) / 1e6;
            Map<String, AgentUsage> usage = new LinkedHashMap<>();
            after.agents.forEach((host, process) -> {
                boolean same = before.agents.containsKey(host)
                        && before.agents.get(host).pid() == process.pid();
                long used = after.cpuMillis.get(host) - (same ? before.cpuMillis.get(host) : 0);
                usage.put(host, new AgentUsage(process.residentKib(), Math.round(used * 1000 / millis) / 10.0));
            });
            return usage;
        }
    }
}
