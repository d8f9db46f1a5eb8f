package org.mfsha.core.search;

import java.util.List;
import org.mfsha.core.election.Mind.Rounds;
import org.mfsha.core.protocol.Action;

/**
 * What one event does to one mind.
 *
 * @param mind number of the mind afterwards
 * @param effects in order
 * @param idle whether nothing happens at all
 */
record Outcome(int mind, List<Effect> effects, Rounds rounds, boolean idle) {
    /** What others notice of a decision. */
    sealed interface Effect {
        /** A letter is sent. */
        record Sent(int letter) implements Effect {}

        /** Something else is done. */
        record Did(Action action) implements Effect {}
    }

    /** Whether the effect at an index is a write that a crash can prevent. */
    boolean writes(int index) {
        return effects.get(index) instanceof Effect.Did(Action.Persist _);
    }
}
