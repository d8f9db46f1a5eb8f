package org.mfsha.moosefs.wire;

import java.io.IOException;

/** A peer sent something that MooseFS's protocol does not allow; the message says what and where. */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with what was wrong and where it was seen. */
    public ProtocolException(String message) {
        super(message);
    }
}
