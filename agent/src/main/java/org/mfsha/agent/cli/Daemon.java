package org.mfsha.agent.cli;

import org.mfsha.agent.config.Config;

/** The daemon, as the command line sees it. */
@FunctionalInterface
public interface Daemon {
    /**
     * Runs until it is told to stop.
     *
     * @return the exit status
     */
    int run(Config config);

    /** Loads and exercises what a takeover needs, for the start-up cache; touches nothing outside this process. */
    default void rehearse() {}
}
