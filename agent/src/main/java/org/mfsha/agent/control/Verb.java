package org.mfsha.agent.control;

import java.util.Map;

/** One thing that the daemon does on command. Called on a virtual thread; concurrent calls are possible. */
@FunctionalInterface
public interface Verb {
    /**
     * Does it.
     *
     * @param arguments the request's members except {@code verb}
     * @return what JSON has: maps, lists, text, numbers, booleans; never null
     * @throws VerbException if it cannot be done; its message reaches the person who asked
     */
    Object run(Map<String, Object> arguments) throws VerbException;
}
