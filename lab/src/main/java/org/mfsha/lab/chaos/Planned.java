package org.mfsha.lab.chaos;

import org.mfsha.lab.chaos.fault.Fault;
import org.mfsha.lab.chaos.fault.Kind;

/**
 * A fault and its times.
 *
 * @param delayMillis how long after the begin of its round it begins
 * @param holdMillis how long it lasts once it has begun
 */
record Planned(Kind kind, Fault fault, long delayMillis, long holdMillis) {
    @Override
    public String toString() {
        return kind.label() + " " + holdMillis + " ms" + (delayMillis == 0 ? "" : " after " + delayMillis + " ms") + " "
                + fault;
    }
}
