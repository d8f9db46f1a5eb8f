package org.mfsha.lab.load;

import java.util.List;

/**
 * What a look at everything found.
 *
 * @param missing acknowledged, and not there
 * @param hanging operations that had not ended; nothing is expected of their names
 */
public record Verified(List<Missing> missing, List<Operation> hanging) {
    /** Keeps its own copies. */
    public Verified {
        missing = List.copyOf(missing);
        hanging = List.copyOf(hanging);
    }
}
