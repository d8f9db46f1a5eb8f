/**
 * From hot standby to serving master, and what a leader does besides.
 *
 * <p>{@link org.mfsha.agent.takeover.Takeover} is the protocol's last part as code, in order: enter the epoch, take the
 * address, append the takeover lines, open the gate, wait until mfsmaster listens, announce the address. {@link
 * org.mfsha.agent.takeover.Serving} is everything that goes on while the node leads: its own copy of the changes, the
 * question whether mfsmaster still answers, the list of connections the next leader will need, the chunkservers' return.
 */
package org.mfsha.agent.takeover;
