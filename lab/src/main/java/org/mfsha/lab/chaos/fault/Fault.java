package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Something that is done to a cluster and taken back later. Everything random about it was drawn before. */
public interface Fault {
    /** What happens, in words. */
    String describe(Scene scene) throws IOException;

    /** Lets it happen. */
    void begin(Scene scene) throws IOException, InterruptedException, TimeoutException;

    /** Takes it back, also when only a part of it happened, and starts again what it ended. */
    void end(Scene scene) throws IOException, InterruptedException;
}
