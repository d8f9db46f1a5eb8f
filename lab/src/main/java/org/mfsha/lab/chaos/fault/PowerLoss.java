package org.mfsha.lab.chaos.fault;

import java.io.IOException;

/** A host is gone, and comes back with its files. */
record PowerLoss(Role role) implements Fault {
    @Override
    public String describe(Scene scene) throws IOException {
        return scene.name(role) + " loses its power";
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        scene.lab().powerOff(scene.name(role));
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        scene.lab().powerOn(scene.name(role));
    }
}
