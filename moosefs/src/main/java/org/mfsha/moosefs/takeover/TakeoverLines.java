package org.mfsha.moosefs.takeover;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.mfsha.moosefs.files.BaseFile;
import org.mfsha.moosefs.files.ChangelogLine;
import org.mfsha.moosefs.files.LogLine;
import org.mfsha.moosefs.files.MetadataException;

/**
 * Follows a standby's history and says which lines to append before its gate opens.
 *
 * <p>Sessions: {@code SESDISCONNECTED} gives every session its full SESSION_SUSTAIN_TIME again from
 * now on; otherwise the promoted master deletes those that have not reconnected within ten seconds,
 * because its own start lies long back (sessions.c, sessions_check).
 *
 * <p>Locks: {@code UNLOCK} frees a chunk whose writer never got its answer and asks again. A
 * truncation is freed at once; a write when at most one session holds the file open and no snapshot
 * or append came in between. When several sessions hold it open, a write that its client was allowed
 * may still be going on at the chunkservers, and its late end would free somebody else's lock: it gets
 * two seconds. Others are left to run out and are reported. Only chunks whose last
 * line locked them are named, so they exist at that point of the replay: a missing one would end it
 * with an error.
 *
 * <p>Chunks: {@code CHUNKADD} sets ids aside that a master which is lost with its last changes may
 * have given out, see {@link NextChunkId}. Files: so do {@code CREATE} and {@code UNLINK} with inode
 * numbers, see {@link FreeInodes}.
 *
 * <p>For one thread.
 */
public final class TakeoverLines {
    private static final long SHORT_LOCK_SECONDS = 1;

    private final SessionTracker sessions;
    private final ChunkLockTracker locks;
    private final NextChunkId nextChunkId;
    private final FreeInodes freeInodes;
    private long nextVersion;
    private long lastSeconds;

    private TakeoverLines(BaseFile base) throws IOException {
        this.sessions = SessionTracker.from(base);
        this.locks = ChunkLockTracker.from(base);
        this.nextChunkId = NextChunkId.from(base);
        this.freeInodes = FreeInodes.from(base, inode -> locks.sessionsHolding(inode) > 0);
        this.nextVersion = base.version();
    }

    /**
     * What to append.
     *
     * @param lines in order, versions without a hole
     * @param leftLocked chunks that stay locked, up to 120 s: clients that write there wait
     * @param freeAtSeconds when chunks whose locks are shortened can be written again, seconds since 1970. The master
     *     wakes nobody who asked before: nobody should ask for chunks until then
     * @param writersGoneAtSeconds until then a mount may still be writing to a chunk whose lock was taken from it. Another
     *     mount's write ends that by raising the chunk's version, but not when a snapshot has made the chunk two files':
     *     then it gets a copy, and what goes to the old chunk is lost. Nobody should make a snapshot until then
     * @param inodesAreSafe false when the last master may have given out inode numbers that this one will give out again
     */
    public record Plan(
            List<LogLine> lines,
            List<ChunkLock> leftLocked,
            OptionalLong freeAtSeconds,
            OptionalLong writersGoneAtSeconds,
            boolean inodesAreSafe) {
        /** Keeps its own copies of the lists. */
        public Plan {
            lines = List.copyOf(lines);
            leftLocked = List.copyOf(leftLocked);
        }
    }

    /** Starts with a base; reads its sections SESS, OPEN, CHNK, NODE and FREE once, and parts of the last one again. */
    public static TakeoverLines from(BaseFile base) throws IOException {
        return new TakeoverLines(base);
    }

    /**
     * Takes the next line of the history.
     *
     * @throws MetadataException when it is malformed or not the next one
     */
    public void accept(LogLine line) throws MetadataException {
        if (line.version() != nextVersion) {
            throw new MetadataException("expected change " + nextVersion + " but got change " + line.version());
        }
        ChangelogLine parsed = ChangelogLine.parse(line);
        sessions.accept(parsed);
        locks.accept(parsed);
        nextChunkId.accept(parsed);
        freeInodes.accept(parsed);
        lastSeconds = Math.max(lastSeconds, parsed.timestampSeconds());
        nextVersion++;
    }

    /** The version that the next accepted line must have. */
    public long nextVersion() {
        return nextVersion;
    }

    /**
     * The lines to append now. Time never goes back in a history, so a clock behind its last line is
     * not believed.
     *
     * @param version of the first line to append; must be {@link #nextVersion}
     * @param nowSeconds seconds since 1970
     * @param endMayBeMissing whether the last master may have made changes that this history lacks
     */
    public Plan at(long version, long nowSeconds, boolean endMayBeMissing) {
        if (version != nextVersion) {
            throw new IllegalArgumentException(
                    "asked for lines at " + version + " but followed the history up to " + nextVersion);
        }
        long seconds = Math.max(nowSeconds, lastSeconds);
        List<String> entries = new ArrayList<>();
        sessions.existing().forEach(id -> entries.add(seconds + "|SESDISCONNECTED(" + id + ")"));
        List<ChunkLock> left = new ArrayList<>();
        OptionalLong freeAt = OptionalLong.empty();
        for (ChunkLock lock : locks.locksAt(seconds)) {
            switch (lock.cause()) {
                case TRUNCATE -> entries.add(unlock(seconds, lock));
                case WRITE -> {
                    if (locks.sessionsHolding(lock.inode()) <= 1) {
                        entries.add(unlock(seconds, lock));
                    } else {
                        entries.add(shorten(seconds, lock));
                        freeAt = OptionalLong.of(seconds + SHORT_LOCK_SECONDS + 1);
                    }
                }
                case SHARED_WRITE, UNKNOWN -> left.add(lock);
            }
        }
        List<String> inodes = endMayBeMissing ? freeInodes.setAside(seconds) : List.of();
        if (endMayBeMissing) {
            entries.addAll(nextChunkId.setAside(seconds));
            entries.addAll(inodes);
        }
        List<LogLine> lines = new ArrayList<>(entries.size());
        for (String entry : entries) {
            lines.add(new LogLine(version + lines.size(), entry));
        }
        return new Plan(lines, left, freeAt, locks.writersGoneAt(seconds), !endMayBeMissing || !inodes.isEmpty());
    }

    private static String unlock(long seconds, ChunkLock lock) {
        return seconds + "|UNLOCK(" + lock.chunkId() + ")";
    }

    /**
     * The same write once more, as if it had begun nearly {@value ChunkLockTracker#LOCK_SECONDS} s ago: no new version
     * of the chunk, no new time of the file, only an earlier end of the lock (filesystem.c, fs_mr_write; chunks.c,
     * chunk_mr_multi_modify). The file exists: at least two sessions hold it open.
     */
    private static String shorten(long seconds, ChunkLock lock) {
        long begun = seconds + SHORT_LOCK_SECONDS - ChunkLockTracker.LOCK_SECONDS;
        return begun + "|WRITE(" + lock.inode() + "," + lock.index() + ",0,0):" + lock.chunkId();
    }
}
