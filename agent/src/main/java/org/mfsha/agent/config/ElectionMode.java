package org.mfsha.agent.config;

/** Who decides which node leads. */
public enum ElectionMode {
    /** The agents vote; a majority is needed. */
    MAJORITY
}
