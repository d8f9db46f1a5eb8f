package org.mfsha.lab.load;

import java.util.Optional;

/**
 * What must be true of a name, by what was acknowledged last.
 *
 * @param present whether there must be such a name
 * @param content what it must hold, where known
 * @param cause the operation that made it so
 * @param acknowledgedNanos when that was acknowledged
 * @param naming the operation that made the name, or took it away
 * @param namedNanos when that one was acknowledged: who loses the name loses what was written to it later, too
 */
record Expectation(
        boolean present,
        Optional<Content> content,
        Operation cause,
        long acknowledgedNanos,
        Operation naming,
        long namedNanos) {
    /** What an operation that ended makes true of a name that it makes or takes away. */
    static Expectation named(boolean present, Completion by) {
        Operation operation = by.operation();
        return new Expectation(present, operation.content(), operation, by.endNanos(), operation, by.endNanos());
    }

    /** The same name with what was written to it. */
    Expectation holding(Completion by) {
        return new Expectation(present, by.operation().content(), by.operation(), by.endNanos(), naming, namedNanos);
    }

    /** Whether it must be a file without a byte in it. */
    boolean isEmptyFile() {
        return present
                && content.isEmpty()
                && (naming.kind() == Operation.Kind.CREATE || naming.target().isPresent());
    }
}
