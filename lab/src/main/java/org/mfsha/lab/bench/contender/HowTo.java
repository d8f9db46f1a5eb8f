package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.util.List;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;

/** ucarp, metaloggers and scripts, as administrators build it since 2010. */
final class HowTo extends ScriptedContender {
    private static final int SETTLE_SECONDS = 3;

    HowTo(LabSpec spec) throws IOException, InterruptedException {
        super(spec, SETTLE_SECONDS, List.of("vip-up", "vip-down"));
    }

    @Override
    void startElector(Host host) throws IOException {
        // In the foreground (no -B), so that what it says can be kept.
        machines.startElector(
                host,
                "ucarp",
                List.of(
                        "ucarp",
                        "-i",
                        "eth0",
                        "-s",
                        host.address(),
                        "-v",
                        "10",
                        "-p",
                        "secret",
                        "-a",
                        Lab.SHARED_ADDRESS,
                        "-u",
                        FailoverMachines.scripts(host).resolve("vip-up").toString(),
                        "-d",
                        FailoverMachines.scripts(host).resolve("vip-down").toString(),
                        "-x",
                        FailoverMachines.configuration(host).toString(),
                        "-z"));
    }
}
