package org.mfsha.agent.peer;

import java.util.Optional;
import org.mfsha.core.history.Position;

/**
 * What a node tells about itself.
 *
 * @param role in a word: leader, standby, witness ...
 * @param epoch the epoch it leads or follows, 0 for none
 * @param position how far its data reaches
 * @param metadataId of its data, 0 for none
 * @param blank whether it never accepted an epoch and has nothing that could be metadata
 * @param hot whether it could serve at once
 * @param whyNotHot if not, why; empty otherwise
 * @param holdsAddress whether the shared address is on its interface
 * @param hardwareAddress of that interface, as six hexadecimal bytes; empty when unknown
 * @param masterVersion of the mfsmaster it runs, such as {@code version: 3.0.117}; empty when it runs none
 * @param wallMillis its wall clock, milliseconds since 1970
 * @param leaseMillis what is left of its lease, when it leads
 * @param takeover its last takeover as one line of JSON, if it ever took over since it started
 */
public record NodeStatus(
        String role,
        long epoch,
        Position position,
        long metadataId,
        boolean blank,
        boolean hot,
        String whyNotHot,
        boolean holdsAddress,
        String hardwareAddress,
        String masterVersion,
        long wallMillis,
        long leaseMillis,
        Optional<String> takeover) {}
