package org.mfsha.agent.security;

/** Why a datagram was dropped. */
public enum Rejection {
    /** Not in our format: something else uses the port, or another version of mfsha. */
    MALFORMED,
    /** Its sender is not in this node's configuration. */
    UNKNOWN_SENDER,
    /** Another key, another receiver, or changed on the way. */
    UNDECRYPTABLE,
    /** From an earlier start of its sender, or its sender lost its session number (disk wiped). */
    OLD_SESSION,
    /** Two starts with one session number: a copied data directory, or two nodes of one name. */
    SESSION_CLASH,
    /** Seen already, or too late to tell. */
    REPEATED
}
