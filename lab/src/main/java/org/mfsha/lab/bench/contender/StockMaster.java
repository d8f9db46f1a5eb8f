package org.mfsha.lab.bench.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.mfsha.lab.Lab;
import org.mfsha.lab.LabException;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.load.Moment;

/** One mfsmaster with its defaults, and nobody who would take over. */
final class StockMaster implements Contender {
    private static final String ONLY = "m1";

    private final Lab lab;

    StockMaster(LabSpec spec) throws IOException, InterruptedException {
        this.lab = Lab.prepare(spec.asBare().withHosts(1, 0, 2, 2));
    }

    @Override
    public Lab lab() {
        return lab;
    }

    @Override
    public void start(Metadata metadata, Duration limit) throws IOException, InterruptedException {
        metadata.install(lab.host(ONLY));
        lab.startAll();
    }

    @Override
    public void awaitCalm(Duration limit) {
        // It serves since it was started, and there is nobody else to wait for.
    }

    @Override
    public Optional<String> leader() {
        return Optional.of(ONLY);
    }

    @Override
    public void handOver(String leader) throws LabException {
        throw new LabException("there is nobody to hand over to");
    }

    @Override
    public Optional<TakeoverTrace> takeover(Moment event, String successor) {
        return Optional.empty();
    }
}
