package org.mfsha.lab.bench.model;

/** How a fault ended. */
public enum Outcome {
    /** Another host took over and the applications went on. */
    RECOVERED,
    /** Another host took over; an application still stood still when time was up. */
    STUCK,
    /** Nobody took over while it was watched. */
    NOT_NOTICED,
    /** The measurement itself failed; it says nothing about the tool, and is made again. */
    BROKEN
}
