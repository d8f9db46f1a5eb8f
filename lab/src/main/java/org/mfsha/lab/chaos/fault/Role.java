package org.mfsha.lab.chaos.fault;

/** Whom a fault hits, by what the host does when it begins. */
public enum Role {
    LEADER,
    STANDBY,
    WITNESS,
    CHUNKSERVER,
    /** A host of the same network that has nothing to do with the masters. */
    STRANGER
}
