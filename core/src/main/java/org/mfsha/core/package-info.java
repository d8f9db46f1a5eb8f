/**
 * The pure core: who leads, since when, from which position.
 *
 * <p>Nothing here does I/O, reads a clock, starts a thread or draws a random number. The shell hands in an {@link
 * org.mfsha.core.protocol.Event} together with the current time of its monotonic clock and carries out, in order, the
 * {@link org.mfsha.core.protocol.Action}s that come back. That is why the same code can be simulated with a seed,
 * searched exhaustively and run in production.
 *
 * <ul>
 *   <li>{@link org.mfsha.core.history}: epochs, positions and lineages: which history is a prefix of which.
 *   <li>{@link org.mfsha.core.protocol}: the vocabulary: messages, events, actions.
 *   <li>{@link org.mfsha.core.election}: the rules. {@link org.mfsha.core.election.Coordinator} is the way in; the
 *       takeover protocol is told in that package's description.
 * </ul>
 */
package org.mfsha.core;
