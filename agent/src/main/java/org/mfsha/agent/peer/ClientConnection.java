package org.mfsha.agent.peer;

import java.net.InetSocketAddress;

/**
 * A TCP connection to the shared address.
 *
 * @param client the other end
 * @param port the master's port: 9419, 9420 or 9421
 */
public record ClientConnection(InetSocketAddress client, int port) {}
