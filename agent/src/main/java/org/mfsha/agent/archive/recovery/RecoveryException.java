package org.mfsha.agent.archive.recovery;

import java.io.Serial;

/** What was asked for cannot be had; the message says why, and what can. */
public final class RecoveryException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public RecoveryException(String message) {
        super(message);
    }
}
