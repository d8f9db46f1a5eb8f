package org.mfsha.lab.load;

/**
 * An acknowledged operation whose effect is not there.
 *
 * @param acknowledgedNanos when it was acknowledged ({@link System#nanoTime()})
 * @param finding what was found instead
 */
public record Missing(Operation operation, long acknowledgedNanos, String finding) {
    @Override
    public String toString() {
        return operation + ": " + finding;
    }
}
