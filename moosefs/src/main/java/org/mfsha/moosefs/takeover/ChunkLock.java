package org.mfsha.moosefs.takeover;

/**
 * A chunk that an unfinished operation left locked.
 *
 * @param chunkId its number
 * @param cause what locked it
 * @param inode the file it was locked for; 0 = unknown
 * @param index which chunk of that file, counted from 0
 * @param lockedToSeconds until when, inclusive, seconds since 1970
 */
public record ChunkLock(long chunkId, Cause cause, long inode, long index, long lockedToSeconds) {
    /** What locks a chunk for 120 s (chunks.c, LOCKTIMEOUT). */
    public enum Cause {
        /** A client asked where to write. */
        WRITE,
        /** A file is being cut or extended. */
        TRUNCATE,
        /** A write whose chunk may be shared with another file, or cut off, since. */
        SHARED_WRITE,
        /** The base says so; what locked it came before. */
        UNKNOWN
    }
}
