package org.mfsha.core.protocol;

/**
 * A leader's word to the voters while an administrator wants nothing to happen: refuse every bid for a time. Belongs to one
 * epoch, that of the message or of the ballot it is part of.
 *
 * @param serial orders what one leader says in one epoch; whatever has a smaller one is out of date
 * @param holdNanos how long bids are to be refused, counted from the receipt; 0 takes an earlier word back
 * @param note who wants it and why, for people
 */
public record Pause(long serial, long holdNanos, String note) {
    /** No pause, and there never was one in this epoch. */
    public static final Pause NONE = new Pause(0, 0, "");

    /** The longest pause an administrator may ask for. */
    public static final long LONGEST_NANOS = 24 * 3_600_000_000_000L;

    /** Longest note, in characters. */
    public static final int NOTE_LIMIT = 150;

    public Pause {
        if (serial < 0 || holdNanos < 0 || holdNanos > 2 * LONGEST_NANOS) {
            throw new IllegalArgumentException("pause " + serial + " for " + holdNanos + " ns");
        }
        if (note.length() > NOTE_LIMIT || note.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a pause's note is one line of at most " + NOTE_LIMIT + " characters");
        }
    }

    /** The same word, taken back. */
    public Pause over() {
        return new Pause(serial, 0, "");
    }
}
