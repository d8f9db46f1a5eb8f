package org.mfsha.agent.control;

import java.io.Serial;

/** A command did not succeed; the message says why and what to do. */
public final class ControlException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What kind of failure. */
    public enum Kind {
        /** No daemon answers: not running, or this user may not ask it. */
        UNREACHABLE,
        /** The daemon answered that it cannot. */
        REFUSED,
        /** The daemon answered late, or not in our form. */
        BROKEN
    }

    private final Kind kind;

    public ControlException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ControlException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
