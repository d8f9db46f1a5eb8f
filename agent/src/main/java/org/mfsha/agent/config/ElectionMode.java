package org.mfsha.agent.config;

/** Who decides which node leads. */
public enum ElectionMode {
    /** The agents vote; a majority is needed. Written {@code internal}, or {@code majority} as before. */
    MAJORITY,
    /** ucarp, keepalived or Pacemaker decide, and tell the agents through hooks. */
    EXTERNAL
}
