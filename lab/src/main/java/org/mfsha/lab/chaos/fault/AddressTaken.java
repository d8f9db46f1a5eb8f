package org.mfsha.lab.chaos.fault;

import java.io.IOException;
import java.util.List;
import org.mfsha.lab.Lab;
import org.mfsha.lab.system.Commands;

/**
 * A host that has nothing to do with the masters gets the shared address as well.
 *
 * @param announced whether it tells the network so: then packets for the address go to it
 */
record AddressTaken(boolean announced) implements Fault {
    private static final String[] ADDRESS = {Lab.SHARED_ADDRESS + "/24", "dev", "eth0"};

    private static final List<String> ANNOUNCEMENT = List.of(
            "arping", "-q", "-U", "-c", "2", "-w", "1", "-S", Lab.SHARED_ADDRESS, "-i", "eth0", Lab.SHARED_ADDRESS);

    @Override
    public String describe(Scene scene) throws IOException {
        return scene.name(Role.STRANGER) + " takes the shared address too" + (announced ? " and announces it" : "");
    }

    @Override
    public void begin(Scene scene) throws IOException, InterruptedException {
        scene.run(Role.STRANGER, "ip", "address", "add", ADDRESS[0], ADDRESS[1], ADDRESS[2]);
        if (announced) {
            // Ends with an error because nobody answers an announcement.
            Commands.attempt(scene.host(Role.STRANGER).namespace().inside(ANNOUNCEMENT));
        }
    }

    @Override
    public void end(Scene scene) throws IOException, InterruptedException {
        Commands.attempt(scene.host(Role.STRANGER)
                .namespace()
                .inside(List.of("ip", "address", "delete", ADDRESS[0], ADDRESS[1], ADDRESS[2])));
    }
}
