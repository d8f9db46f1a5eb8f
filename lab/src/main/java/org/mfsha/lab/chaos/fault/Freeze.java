package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;

/** SIGSTOP, and SIGCONT later. */
record Freeze(Role role, List<ProcessSelector> selectors) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return "SIGSTOP of " + ProcessSelector.words(selectors) + " on " + scene.name(role);
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        for (ProcessSelector selector : selectors) {
            if (scene.lab().freeze(scene.name(role), selector) == 0) {
                throw new LabException("there is no " + selector + " to stop on " + scene.name(role));
            }
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        for (ProcessSelector selector : selectors) {
            scene.lab().thaw(scene.name(role), selector);
        }
    }
}
