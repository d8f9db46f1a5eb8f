package org.mfsha.core.search;

import org.mfsha.core.history.Position;
import org.mfsha.core.protocol.Report;

/**
 * A candidate's metadata.
 *
 * @param epoch of the last leader followed
 * @param log who made each change: one digit each, the epoch
 */
record Data(long epoch, String log) {
    private static final long FIRST_VERSION = 101;
    private static final long METADATA_ID = 42;

    static final Data UNTOUCHED = new Data(0, "");

    Position position() {
        return new Position(epoch, FIRST_VERSION + log.length());
    }

    Report report(boolean hot) {
        return new Report(position(), METADATA_ID, hot);
    }

    Data withChange(long by) {
        return new Data(epoch, log + by);
    }

    Data inEpoch(long number) {
        return new Data(number, log);
    }

    boolean isPrefixOf(Data other) {
        return other.log.startsWith(log);
    }

    boolean reaches(Position upTo) {
        return position().version() >= upTo.version();
    }

    /** With the changes of another log up to a position, as they are. */
    Data upTo(Position end, Data other) {
        int length = (int) (end.version() - FIRST_VERSION);
        String longer = log.length() >= length ? log : log + other.log.substring(log.length(), length);
        return new Data(Math.max(epoch, end.epoch()), longer);
    }
}
