package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.mfsha.lab.Host;
import org.mfsha.lab.LabSpec;

/** keepalived with notify scripts and a check for the mfsmaster process; metaloggers and the restore of the how-to. */
final class Keepalived extends ScriptedContender {
    private static final Map<String, String> PRIORITIES = Map.of("m1", "150", "m2", "100");

    Keepalived(LabSpec spec) throws IOException, InterruptedException {
        super(spec, 0, List.of("notify-master", "step-down", "check-master"));
    }

    @Override
    void startElector(Host host) throws IOException {
        Path configuration = host.etc("keepalived.conf");
        Map<String, String> priority = Map.of("PRIORITY", PRIORITIES.get(host.name()));
        Files.writeString(configuration, FailoverMachines.filledIn("keepalived.conf", host, priority));
        machines.startElector(
                host,
                "keepalived",
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--log-detail",
                        "--vrrp",
                        "--use-file",
                        configuration.toString(),
                        "--pid",
                        FailoverMachines.state(host, "keepalived.pid").toString(),
                        "--vrrp_pid",
                        FailoverMachines.state(host, "vrrp.pid").toString()));
    }
}
