package org.mfsha.lab.bench;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;
import org.mfsha.lab.bench.contender.Contender;
import org.mfsha.lab.bench.model.FaultCase;

/** Lets things happen to a leader, whatever tool it belongs to. */
final class Faults {
    private Faults() {}

    static void strike(FaultCase fault, Contender contender, String leader)
            throws IOException, InterruptedException, TimeoutException {
        switch (fault) {
            case HOST_LOSS -> contender.lab().powerOff(leader);
            case MASTER_KILLED -> met(contender.lab().kill(leader, ProcessSelector.MFSMASTER), leader);
            case MASTER_HUNG -> met(contender.lab().freeze(leader, ProcessSelector.MFSMASTER), leader);
            case HANDOVER -> contender.handOver(leader);
        }
    }

    private static void met(int processes, String leader) throws LabException {
        if (processes == 0) {
            throw new LabException("no mfsmaster runs on " + leader);
        }
    }
}
