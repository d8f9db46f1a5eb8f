package org.mfsha.core.simulation;

import java.util.List;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;

/** A command of an administrator is answered at once and exactly once; nothing else is answered. */
final class EveryCommandIsAnsweredOnce implements Invariant {
    @Override
    public void handled(SimNode node, Event event, List<Action> actions) {
        long answers =
                actions.stream().filter(Action.AnswerOperator.class::isInstance).count();
        long wanted = event instanceof Event.Command ? 1 : 0;
        if (answers != wanted) {
            throw new Violation("S0: " + node.id() + " answered " + answers + " times to " + event);
        }
    }
}
