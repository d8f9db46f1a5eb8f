package org.mfsha.lab.chaos.fault;

/**
 * What a fault may cost: mfsmaster answers clients before it tells anybody else, so the last moment of a leader that
 * nobody can reach any more may be gone (docs/administrators-guide.md, Limits).
 */
public enum Loss {
    /** Nothing that was acknowledged may be missing. */
    NOTHING,
    /** What was acknowledged just before the fault, or after it by a leader whose lease still ran. */
    LAST_MOMENT,
    /** The same on a host that could not write down what it did, so that it cannot name it when it returns. */
    UNRECORDED_LAST_MOMENT,
    /** As the last moment, but the leader may be lost at any time while the fault lasts. */
    ANY_MOMENT
}
