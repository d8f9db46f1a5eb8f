package org.mfsha.agent.transport;

import java.io.IOException;
import java.io.Serial;

/** The other agent understood the request and could not fulfil it; the message is its own. */
public final class RemoteException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RemoteException(String message) {
        super(message);
    }
}
