package org.mfsha.agent.control;

import java.io.Serial;

/** The daemon cannot do what was asked; the message says why and what to do. */
public final class VerbException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public VerbException(String message) {
        super(message);
    }
}
