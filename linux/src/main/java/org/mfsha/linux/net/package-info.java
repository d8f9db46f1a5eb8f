/**
 * The network around the shared address: who has it ({@link org.mfsha.linux.net.ArpSocket}), who is
 * connected to it ({@link org.mfsha.linux.net.TcpConnections}), how a peer learns at once that its
 * connection is gone ({@link org.mfsha.linux.net.TcpTickle}), and which packets are kept back for a
 * moment ({@link org.mfsha.linux.net.Firewall}). Everything works in the network namespace of the
 * calling thread.
 */
package org.mfsha.linux.net;
