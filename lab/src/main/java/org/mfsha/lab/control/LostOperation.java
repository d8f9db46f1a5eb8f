package org.mfsha.lab.control;

import java.util.Optional;

/**
 * A change that a returning host had alone, as its agent names it.
 *
 * @param operation as mfsmaster's changelog has it
 * @param path what it was done to, from the mount point, without a slash at its start; empty when that cannot be told
 * @param target the new name of a rename or link, likewise
 */
public record LostOperation(String operation, Optional<String> path, Optional<String> target) {
    static LostOperation from(Fields fields) {
        return new LostOperation(
                fields.text("operation").orElse(""), belowRoot(fields, "path"), belowRoot(fields, "target"));
    }

    private static Optional<String> belowRoot(Fields fields, String name) {
        return fields.text(name).map(path -> path.substring(1));
    }
}
