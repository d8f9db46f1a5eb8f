/**
 * Going back to an earlier version of the metadata: what administrators do with the archive, without an agent if need be.
 *
 * <p>{@link org.mfsha.agent.archive.recovery.Stock} is everything there is, archived or still in use. {@link
 * org.mfsha.agent.archive.recovery.Planner} finds the version that belongs to a time, and the base and changes that lead
 * to a version. {@link org.mfsha.agent.archive.recovery.Restorer} has an unmodified mfsmaster build it, and compares what
 * came out with what was asked for. {@link org.mfsha.agent.archive.recovery.Exporter} copies a part of it all elsewhere,
 * {@link org.mfsha.agent.archive.recovery.Inspection} reads it once.
 *
 * <p><b>A version</b> is what {@code mfsha status} calls a position: version V is the state in which change V is the next
 * to come. <b>A time</b> T is the state right before the first change whose time is later than T. Changes carry whole
 * seconds of the clock of the leader that made them. Where clocks differed, or a takeover repeated an old line, a later
 * change may carry an earlier time; it is left out, and that is told.
 */
package org.mfsha.agent.archive.recovery;
