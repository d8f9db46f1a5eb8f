package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import org.mfsha.lab.Lab;

/** Somebody takes the shared address away from the leader by hand. */
record AddressRemoved() implements Fault {
    @Override
    public String describe(Scene scene) {
        return "the shared address is removed from " + scene.leader();
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        scene.run(Role.LEADER, "ip", "address", "delete", Lab.SHARED_ADDRESS + "/24", "dev", "eth0");
    }

    @Override
    public void end(Scene scene) {
        // Putting it back is mfsha's business.
    }
}
