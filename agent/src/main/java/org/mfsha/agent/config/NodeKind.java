package org.mfsha.agent.config;

/** What a node may do. */
public enum NodeKind {
    /** Votes, replicates and may become leader. */
    CANDIDATE,
    /** Votes only: it has no MooseFS master, so it never serves. */
    WITNESS
}
