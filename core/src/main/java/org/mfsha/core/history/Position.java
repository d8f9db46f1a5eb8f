package org.mfsha.core.history;

/**
 * How far a node's data reaches: the epoch it last followed and the version of the first change it does not have.
 *
 * <p>Positions are ordered by epoch first: whoever followed a later leader knows better, however many changes a deposed
 * one collected on its own.
 *
 * @param epoch epoch of the last leader followed; 0 for data that no leader of this cluster ever had
 * @param version next metadata version: the header of a base with version V says V too (MooseFS 3.0.117, metadata.c)
 */
public record Position(long epoch, long version) implements Comparable<Position> {
    /** Position of a node that has no data at all, a witness for instance. */
    public static final Position NONE = new Position(0, 0);

    public Position {
        if (epoch < 0 || version < 0) {
            throw new IllegalArgumentException("negative position " + epoch + ":" + version);
        }
    }

    public boolean isBehind(Position other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Position other) {
        return epoch != other.epoch ? Long.compare(epoch, other.epoch) : Long.compare(version, other.version);
    }

    @Override
    public String toString() {
        return epoch + ":" + version;
    }
}
