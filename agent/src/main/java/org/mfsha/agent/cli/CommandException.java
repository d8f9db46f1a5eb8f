package org.mfsha.agent.cli;

import java.io.Serial;

/** A command ends with this message on standard error and this exit status. */
final class CommandException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    CommandException(int exitStatus, Throwable cause) {
        super(cause.getMessage(), cause);
        this.exitStatus = exitStatus;
    }

    int exitStatus() {
        return exitStatus;
    }
}
