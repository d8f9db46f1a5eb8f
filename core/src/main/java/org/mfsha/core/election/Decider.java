package org.mfsha.core.election;

import java.util.List;
import java.util.OptionalLong;
import org.mfsha.core.protocol.Action;
import org.mfsha.core.protocol.Event;

/**
 * What decides for one node: an event in, actions out. Pure; not thread-safe. Times are nanoseconds of the node's clock.
 */
public interface Decider {
    /** What the node wants done because of an event, in order. */
    List<Action> handle(Event event, long now);

    /** When a {@link Event.Tick} is due at the latest; empty when only an event can change anything. */
    OptionalLong nextDeadline(long now);

    /** What the node believes. */
    Coordinator.View view(long now);
}
