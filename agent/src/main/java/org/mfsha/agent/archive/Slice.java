package org.mfsha.agent.archive;

/**
 * A part of some changes.
 *
 * @param from the first version wanted
 * @param until the first version not wanted
 */
public record Slice(Piece.Changes changes, long from, long until) {}
