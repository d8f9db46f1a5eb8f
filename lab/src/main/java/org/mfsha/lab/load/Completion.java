package org.mfsha.lab.load;

/**
 * An operation that ended.
 *
 * @param beginNanos when it was asked for ({@link System#nanoTime()})
 * @param endNanos when the application got the answer
 * @param detail the error message, or empty
 */
public record Completion(Operation operation, long beginNanos, long endNanos, Outcome outcome, String detail) {
    /** How it ended. */
    public enum Outcome {
        ACKNOWLEDGED,
        /** Done, but reported as done before: the answer to the first attempt was lost in a takeover. */
        REPEATED,
        /** The application got an error. */
        FAILED
    }

    /** How long the application waited. */
    public long nanos() {
        return endNanos - beginNanos;
    }
}
