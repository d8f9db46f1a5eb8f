package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A link that goes and comes.
 *
 * @param millis how long it is away, there, away, there, and so on
 */
record Flap(Role role, List<Long> millis) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return "the link of " + scene.name(role) + " flaps, ms away/there: " + millis;
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        boolean linked = true;
        for (long length : millis) {
            linked = !linked;
            if (linked) {
                scene.lab().heal(scene.name(role));
            } else {
                scene.lab().cut(scene.name(role));
            }
            TimeUnit.MILLISECONDS.sleep(length); // the fault itself
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        scene.lab().heal(scene.name(role));
    }
}
