package org.mfsha.agent.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Answers requests of other agents. Called on a virtual thread of its own per request. */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Answers one request. Returning ends the answer well.
     *
     * @param request its name
     * @param body at most 64 KiB
     * @param response takes any number of bytes; sent in records of up to 16 KiB
     * @throws IOException reaches the client as an error with this message
     */
    void handle(String request, InputStream body, OutputStream response) throws IOException;
}
