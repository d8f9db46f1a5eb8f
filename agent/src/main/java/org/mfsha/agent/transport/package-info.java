/**
 * How agents talk: small messages over UDP, bulk data over TCP, on one port number.
 *
 * <p>{@link org.mfsha.agent.transport.DatagramTransport} carries the election and positions. Messages may be late, lost,
 * doubled or reordered; they are never forged, replayed or delivered to another node than the one they were sent to
 * (package security). {@link org.mfsha.agent.transport.StreamServer} and
 * {@link org.mfsha.agent.transport.StreamClient} carry what does not fit: tails of changelogs, configuration files. One
 * connection is one request and one answer, streamed in sealed records:
 *
 * <pre>
 * client                                                       server
 *   magic version names client-nonce  ---------------------->
 *                          <----------------------  server-nonce, sealed READY    (server has the key)
 *   sealed READY  ------------------------------------------>                     (client has the key)
 *   sealed REQUEST name, DATA*, END  ----------------------->
 *                          <----------------------  sealed DATA*, END or ERROR
 * </pre>
 *
 * Until the client's READY has opened, the server has read at most 117 bytes, allocated no more, and waited no longer
 * than two seconds. A stream that ends without END or ERROR was cut off and is an error at the other side.
 */
package org.mfsha.agent.transport;
