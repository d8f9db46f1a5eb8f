package org.mfsha.lab.chaos.fault;

/** How a fault may keep metadata operations waiting. */
public enum Outage {
    /** Not at all. */
    NONE,
    /** As long as it lasts; nobody takes over. */
    PAUSE,
    /** Clients may have been refused by a host that is no master. */
    REFUSAL,
    /** Until another one has taken over, however long the fault lasts. */
    TAKEOVER,
    /** The same, but mfsmaster must be seen to hang first. */
    HANG,
    /** As long as it lasts, and a takeover after that. */
    UNSTEADY
}
