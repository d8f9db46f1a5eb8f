package org.mfsha.agent.archive;

import java.io.IOException;
import java.io.Serial;

/** A file is not what was written; the message names it. Another one may be used in its place. */
public final class DamagedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String name;

    /** @param name of the piece, as {@link Piece#name} has it */
    public DamagedException(String name, String why) {
        super(name + ": " + why);
        this.name = name;
    }

    /** Which piece. */
    public String name() {
        return name;
    }
}
