package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import org.mfsha.lab.LabException;
import org.mfsha.lab.ProcessSelector;

/** kill -9. What an agent's end ended is started again, as a service manager would do. */
record Kill(Role role, List<ProcessSelector> selectors) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return "kill -9 of " + ProcessSelector.words(selectors) + " on " + scene.name(role);
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        for (ProcessSelector selector : selectors) {
            if (scene.lab().kill(scene.name(role), selector) == 0) {
                throw new LabException("there is no " + selector + " to kill on " + scene.name(role));
            }
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        scene.lab().start(scene.name(role));
    }
}
