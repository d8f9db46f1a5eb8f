package org.mfsha.agent.archive.recovery;

import java.util.List;
import org.mfsha.agent.archive.Piece;
import org.mfsha.agent.archive.Slice;

/**
 * What leads to a version.
 *
 * @param base to begin with
 * @param slices changes to apply, in order, without a gap
 * @param version the one they lead to
 */
record Plan(Piece.Base base, List<Slice> slices, long version) {}
