package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** One thing happens while another one lasts; both end together, the second one first. */
record Together(Fault first, Fault second) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return first.describe(scene) + ", then " + second.describe(scene);
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException, TimeoutException {
        first.begin(scene);
        second.begin(scene);
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        try {
            second.end(scene);
        } finally {
            first.end(scene);
        }
    }
}
