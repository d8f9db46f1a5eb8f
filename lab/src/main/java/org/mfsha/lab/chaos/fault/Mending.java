package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import org.mfsha.lab.Host;
import org.mfsha.lab.Lab;

/** Puts a lab right whatever was done to it, so that one fault that failed halfway does not become many. */
public final class Mending {
    private Mending() {}

    /** Links are whole, filters gone, everything runs that should. */
    public static void of(Lab lab) throws IOException, InterruptedException {
        for (Host host : lab.hosts()) {
            lab.heal(host.name());
            Filter.removeFrom(host);
        }
        for (Host host : lab.hosts()) {
            lab.start(host.name());
        }
    }
}
