package org.mfsha.agent.control.status;

/**
 * A place in the history of the metadata.
 *
 * @param epoch number of the leadership that made the change
 * @param version metadata version
 */
public record PositionStatus(long epoch, long version) {}
