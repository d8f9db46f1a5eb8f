package org.mfsha.lab.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to several processes at once: one kill(1) for all of them, so that they act on it together. */
public enum Signals {
    KILL,
    STOP,
    CONT;

    /** Sends this signal. Processes that are gone already are no error. */
    public void send(List<Long> pids) throws IOException, InterruptedException {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Commands.attempt(command);
    }
}
