package org.mfsha.lab.losses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.HostKind;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabGuard;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.load.Missing;
import org.mfsha.lab.load.Workload;
import org.mfsha.lab.system.Commands;

/** Some faults on one cluster. */
final class Round {
    private final LabSpec spec;
    private final Path logs;
    private final Duration rest;
    private final List<Workload> workloads = new ArrayList<>();

    /** Gets what comes of the faults. */
    interface Results {
        void fault(FaultResult result);

        /** Found missing only when everything was looked at again. */
        void late(Missing missing);
    }

    /**
     * @param logs where the logs of all hosts are kept at the end
     * @param rest see {@link Workload#Workload(Path, Path, String, long, Duration)}
     */
    Round(LabSpec spec, Path logs, Duration rest) {
        this.spec = spec;
        this.logs = logs;
        this.rest = rest;
    }

    /**
     * Makes the cluster, runs the faults, looks at everything once more, removes the cluster.
     *
     * @throws IOException if the cluster or the applications do not go on after a fault; like the others
     */
    void run(int firstNumber, List<Fault> faults, Results results)
            throws IOException, InterruptedException, TimeoutException {
        Lab lab = Lab.up(spec);
        LabGuard guard = LabGuard.over(lab, logs);
        boolean whole = false;
        try {
            int number = firstNumber;
            for (Fault fault : faults) {
                results.fault(one(lab, number++, fault));
            }
            for (Workload workload : workloads) {
                workload.verifyAllBut(Duration.ofSeconds(1)).missing().forEach(results::late);
            }
            whole = true;
        } finally {
            if (!whole) {
                keepMetadata(lab);
            }
            guard.release();
        }
    }

    /** What the candidates had, for whoever looks for the cause. */
    private void keepMetadata(Lab lab) throws IOException, InterruptedException {
        for (Host host : lab.hosts()) {
            if (host.kind() == HostKind.CANDIDATE) {
                Path kept = Files.createDirectories(logs.resolve(host.name()));
                Commands.attempt(
                        List.of("cp", "-r", host.var("mfsha").resolve("images").toString(), kept.toString()));
            }
        }
    }

    private FaultResult one(Lab lab, int number, Fault fault)
            throws IOException, InterruptedException, TimeoutException {
        Path metadataMount = lab.mount("client1");
        Path dataMount = lab.mount("client2");
        try (Workload workload = new Workload(metadataMount, dataMount, "fault" + number, number, rest)) {
            workloads.add(workload);
            FaultResult result = new Cycle(lab, workload).run(number, fault);
            workload.forgetBefore(System.nanoTime());
            return result;
        }
    }
}
