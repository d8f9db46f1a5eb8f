package org.mfsha.agent.verify;

import java.io.Serial;

/** Nothing can be compared at the moment, which is no fault; the message says why, and when it will be possible. */
final class NotNowException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    NotNowException(String message) {
        super(message);
    }
}
