/**
 * What agents say to each other: the core's messages, and what each tells about itself for the others' status.
 * Encoding only; sealing and sending are {@code transport}'s.
 */
package org.mfsha.agent.peer;
