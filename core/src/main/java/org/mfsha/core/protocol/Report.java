package org.mfsha.core.protocol;

import org.mfsha.core.history.Position;

/**
 * What a node says of its own data.
 *
 * @param position how far its data reaches
 * @param metadataId MooseFS's identity of the metadata, 0 when it has none
 * @param hot whether its standby mfsmaster is primed and held, so that it could serve at once
 */
public record Report(Position position, long metadataId, boolean hot) {
    /** Report of a node without data. */
    public static final Report EMPTY = new Report(Position.NONE, 0, false);
}
