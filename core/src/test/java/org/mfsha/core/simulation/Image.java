package org.mfsha.core.simulation;

import org.mfsha.core.history.Position;

/** A candidate's data on disk, the epoch whose log it is a copy of, and how much of it a power cut leaves. */
final class Image {
    private final Log log;
    private long epoch;
    private int synced;
    private long syncedAt;

    Image(long epoch, Log log) {
        this.epoch = epoch;
        this.log = log;
        this.synced = log.size();
    }

    Log log() {
        return log;
    }

    long epoch() {
        return epoch;
    }

    /** The number of an epoch goes to disk, and before it everything that was written so far. */
    void belongsTo(long newEpoch) {
        if (newEpoch != epoch) {
            synced = log.size();
        }
        epoch = newEpoch;
    }

    /** A bidder's data goes to disk before it says that an epoch begins there. */
    void secure() {
        synced = log.size();
    }

    /** The kernel writes back what is older than a while. */
    void syncEvery(long nanos, long now) {
        if (now - syncedAt >= nanos) {
            synced = log.size();
            syncedAt = now;
        }
    }

    /** How many changes are beyond doubt after a power cut. */
    int synced() {
        return synced;
    }

    Position position() {
        return new Position(epoch, log.nextVersion());
    }
}
