package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.Optional;

/** No fault: an administrator asks for a switchover. */
record Handover() implements Fault {
    @Override
    public String describe(Scene scene) {
        return "switchover from " + scene.leader() + " to " + scene.standby();
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        scene.lab().switchover(Optional.of(scene.standby()));
    }

    @Override
    public void end(Scene scene) {
        // Nothing is to be taken back.
    }
}
