package org.mfsha.agent.security;

import java.io.Serial;

/** The key file cannot be used; the message says which file, what is wrong and what to do. */
public final class KeyException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public KeyException(String message) {
        super(message);
    }

    public KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
