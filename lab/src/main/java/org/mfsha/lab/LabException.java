package org.mfsha.lab;

import java.io.IOException;

/** Something the user of a lab can understand and act upon: the message says what failed and why. */
public final class LabException extends IOException {
    /** An error with this message. */
    public LabException(String message) {
        super(message);
    }

    /** An error with this message, caused by another one. */
    public LabException(String message, Throwable cause) {
        super(message, cause);
    }
}
