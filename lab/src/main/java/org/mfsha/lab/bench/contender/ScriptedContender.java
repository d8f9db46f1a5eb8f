package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.load.Moment;

/** Failover machines with metaloggers and the how-to's restore, whose scripts are called by some elector. */
abstract class ScriptedContender implements Contender {
    private static final Duration END_LIMIT = Duration.ofMinutes(2);

    final FailoverMachines machines;

    /** @param scripts those of the elector, by their names */
    ScriptedContender(LabSpec spec, int settleSeconds, List<String> scripts) throws IOException, InterruptedException {
        this.machines = new FailoverMachines(spec, settleSeconds, scripts);
    }

    abstract void startElector(Host host) throws IOException;

    @Override
    public final Lab lab() {
        return machines.lab();
    }

    @Override
    public final void start(Metadata metadata, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        Host first = lab().host("m1");
        Host second = lab().host("m2");
        machines.startFirstMaster(first, metadata, limit);
        startElector(first);
        machines.awaitLeader(first.name(), limit);
        machines.startMetalogger(first);
        machines.startMetalogger(second);
        machines.startChunkserversAndClients();
        machines.awaitBase(second, limit);
        startElector(second);
    }

    @Override
    public final void awaitCalm(Duration limit) throws IOException, InterruptedException, TimeoutException {
        machines.awaitLeader("m1", limit);
        machines.awaitBase(lab().host("m2"), limit);
    }

    @Override
    public final Optional<String> leader() throws IOException, InterruptedException {
        return machines.leader();
    }

    /** Nobody of them has a handover. An administrator stops the master, so that nothing is lost, and then the elector. */
    @Override
    public final void handOver(String leader) throws IOException, InterruptedException, TimeoutException {
        machines.stopMaster(lab().host(leader), END_LIMIT);
        machines.stopElector(lab().host(leader), END_LIMIT);
    }

    @Override
    public final Optional<TakeoverTrace> takeover(Moment event, String successor) throws IOException {
        return machines.takeover(event, lab().host(successor));
    }
}
