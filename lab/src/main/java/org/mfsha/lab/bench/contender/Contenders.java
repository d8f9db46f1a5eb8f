package org.mfsha.lab.bench.contender;

import java.io.IOException;
import org.mfsha.lab.LabSpec;
import org.mfsha.lab.bench.model.Tool;

/** Makes contenders. A new one is a class, a line here and a line in {@link Tool}. */
public final class Contenders {
    private Contenders() {}

    /** A tool on a lab of its own, in which nothing runs yet. */
    public static Contender make(Tool tool, LabSpec spec) throws IOException, InterruptedException {
        return switch (tool) {
            case HOW_TO -> new HowTo(spec);
            case KEEPALIVED -> new Keepalived(spec);
            case MFSHA -> new Mfsha(spec);
        };
    }

    /** For the price of being there: mfsha, or one master that nobody watches over. */
    public static Contender forCost(boolean attached, LabSpec spec) throws IOException, InterruptedException {
        return attached ? new Mfsha(spec) : new StockMaster(spec);
    }
}
