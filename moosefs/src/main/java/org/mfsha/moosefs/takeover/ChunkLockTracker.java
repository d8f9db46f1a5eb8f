package org.mfsha.moosefs.takeover;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.MetadataException;
import org.mfsha.moosefs.files.OpenFiles;
import org.mfsha.moosefs.files.StoredChunkLocks;

/**
 * Which chunks unfinished writes and truncations hold locked, and how many sessions have their files
 * open. For one thread.
 *
 * <p>{@code WRITE} and {@code TRUNC} lock a chunk for 120 s; {@code UNLOCK}, {@code ROLLBACK} and
 * {@code CHUNKDEL} end that (chunks.c). {@code CHUNKADD} carries a lock of another kind, which is
 * never reported here. Locks that ran out by the history's own clock are forgotten, so memory holds
 * two minutes of writes at most.
 */
public final class ChunkLockTracker {
    /** How long WRITE and TRUNC lock a chunk, seconds (chunks.c, LOCKTIMEOUT). */
    public static final long LOCK_SECONDS = 120;

    /**
     * How long a mount can go on writing to a chunk without a word to the master, seconds: 25 s of sending, 5 s of
     * waiting for the chunkservers (writedata.c, WORKER_BUSY_*).
     */
    private static final long WRITER_SECONDS = 30;

    private static final long CHUNK_BYTES = 1L << 26; // MFSCHUNKSIZE, MFSCommunication.h

    private final Map<Long, ChunkLock> locks = new LinkedHashMap<>(); // oldest first
    private final OpenInodes openInodes = new OpenInodes();
    private long lastWriteSeconds = Long.MIN_VALUE / 2;

    private ChunkLockTracker() {}

    /** Starts with the locks and open files of a base; reads its sections CHNK and OPEN once. */
    public static ChunkLockTracker from(BaseFile base) throws IOException {
        ChunkLockTracker tracker = new ChunkLockTracker();
        OpenFiles.read(base, tracker.openInodes::open);
        StoredChunkLocks.read(
                base,
                (chunkId, lockedTo) ->
                        tracker.locks.put(chunkId, new ChunkLock(chunkId, ChunkLock.Cause.UNKNOWN, 0, 0, lockedTo)));
        return tracker;
    }

    /** Takes the next line of the history. */
    public void accept(ChangelogLine line) throws MetadataException {
        switch (line.operation()) {
            case "WRITE" -> {
                lock(line, ChunkLock.Cause.WRITE);
                lastWriteSeconds = Math.max(lastWriteSeconds, line.timestampSeconds());
            }
            case "TRUNC" -> lock(line, ChunkLock.Cause.TRUNCATE);
            case "UNLOCK", "CHUNKDEL" -> locks.remove(line.number(0));
            case "ROLLBACK" -> locks.remove(line.number(3));
            case "SNAPSHOT", "APPEND" -> locks.replaceAll((_, lock) -> shared(lock));
            case "LENGTH" -> cut(line.number(0), line.number(1));
            case "REPAIR" -> cut(line.number(0), 0);
            case "ACQUIRE", "AQUIRE" -> openInodes.open(line.number(0), line.number(1));
            case "RELEASE" -> openInodes.close(line.number(0), line.number(1));
            case "SESDEL" -> openInodes.sessionGone(line.number(0));
            default -> {
                // no influence on locks or open files
            }
        }
        forgetOld(line.timestampSeconds());
    }

    /** The locks that still hold at {@code nowSeconds}, oldest first. */
    public List<ChunkLock> locksAt(long nowSeconds) {
        return locks.values().stream()
                .filter(lock -> lock.lockedToSeconds() >= nowSeconds)
                .filter(lock -> lock.lockedToSeconds() <= nowSeconds + LOCK_SECONDS || isOurs(lock))
                .toList();
    }

    /** When the last of the writes that the leader allowed is surely over, seconds since 1970; empty when it is by now. */
    public OptionalLong writersGoneAt(long nowSeconds) {
        long gone = lastWriteSeconds + WRITER_SECONDS + 1;
        return gone > nowSeconds ? OptionalLong.of(gone) : OptionalLong.empty();
    }

    /** How many sessions hold {@code inode} open. */
    public int sessionsHolding(long inode) {
        return openInodes.sessionsHolding(inode);
    }

    /** A longer lock in the base is one of CHUNKADD's. */
    private static boolean isOurs(ChunkLock lock) {
        return lock.cause() != ChunkLock.Cause.UNKNOWN;
    }

    private void lock(ChangelogLine line, ChunkLock.Cause cause) throws MetadataException {
        long chunkId = line.numericResult();
        locks.remove(chunkId); // to the end of the order
        long until = line.timestampSeconds() + LOCK_SECONDS;
        locks.put(chunkId, new ChunkLock(chunkId, cause, line.number(0), line.number(1), until));
    }

    private static ChunkLock shared(ChunkLock lock) {
        return lock.cause() == ChunkLock.Cause.WRITE
                ? new ChunkLock(
                        lock.chunkId(),
                        ChunkLock.Cause.SHARED_WRITE,
                        lock.inode(),
                        lock.index(),
                        lock.lockedToSeconds())
                : lock;
    }

    /** A file ends at a length now: chunks beyond it are not its own any more. */
    private void cut(long inode, long length) {
        locks.replaceAll(
                (_, lock) -> lock.inode() == inode && lock.index() * CHUNK_BYTES >= length ? shared(lock) : lock);
    }

    private void forgetOld(long nowSeconds) {
        Iterator<ChunkLock> oldest = locks.values().iterator();
        while (oldest.hasNext() && oldest.next().lockedToSeconds() < nowSeconds) {
            oldest.remove();
        }
    }
}
