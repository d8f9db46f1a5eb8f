/**
 * What keeps strangers out of the conversation between agents: one credential per cluster, as corosync has it.
 *
 * <p>{@link org.mfsha.agent.security.ClusterKey} is a file of 32 random bytes that every node holds. HKDF-SHA-256 (RFC
 * 5869) derives every working key from it; AES-256-GCM ({@link org.mfsha.agent.security.Sealer}) encrypts and
 * authenticates.
 *
 * <p><b>Datagrams.</b> {@link org.mfsha.agent.security.DatagramSealer} writes a cleartext header (magic, version,
 * sender, session, salt, echo, counter), all of it authenticated together with the receiver's name, and the sealed
 * payload. A key is used for one direction between two nodes during one start of the sender: it is derived from sender,
 * receiver, session and 16 random bytes (the salt), and the counter is the nonce, so a nonce never repeats under a key,
 * not even when a session number does. {@link org.mfsha.agent.security.DatagramOpener} lets a datagram through only
 * once (sliding window), only from the newest session of its sender, and only if its echo is the salt of the receiver's
 * <em>present</em> start. The echo is what makes a recording worthless against a node that restarted and therefore
 * forgot which counters it has seen. A sender learns the salt to echo from any authentic datagram of the receiver; until
 * then nothing is delivered, which costs one round trip after a start.
 *
 * <p>What this does not give: forward secrecy (who gets the key file can read recorded traffic), and a difference
 * between members (each of them can speak as any other).
 */
package org.mfsha.agent.security;
