package org.mfsha.lab.chaos.fault;

import java.io.IOException;

/**
 * A host reaches nobody and nobody reaches it.
 *
 * @param carrier whether its own interface goes down too, as when a cable is pulled
 */
record Cut(Role role, boolean carrier) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return scene.name(role) + (carrier ? ": cable pulled" : " is cut off");
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        if (carrier) {
            scene.lab().unplug(scene.name(role));
        } else {
            scene.lab().cut(scene.name(role));
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        scene.lab().heal(scene.name(role));
    }
}
