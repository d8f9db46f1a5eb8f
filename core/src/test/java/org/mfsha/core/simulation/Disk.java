package org.mfsha.core.simulation;

import java.util.Optional;
import org.mfsha.core.protocol.Action.Ballot;

/** Where a host keeps its ballot: old or new, never half, like the agent's {@code DurableFile}. */
final class Disk {
    private Ballot ballot = Ballot.BLANK;
    private Optional<Ballot> before = Optional.empty();

    void write(Ballot written) {
        before = Optional.of(ballot);
        ballot = written;
    }

    void wipe() {
        ballot = Ballot.BLANK;
        before = Optional.empty();
    }

    Ballot ballot() {
        return ballot;
    }

    Ballot found(Tampering tampering) {
        return tampering.found(ballot, before);
    }
}
