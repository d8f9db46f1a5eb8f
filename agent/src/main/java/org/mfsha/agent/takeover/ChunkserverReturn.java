package org.mfsha.agent.takeover;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.mfsha.agent.address.SharedAddress;
import org.mfsha.linux.BootClock;
import org.mfsha.moosefs.wire.ChunkserverList;
import org.mfsha.moosefs.wire.ChunkserverList.Chunkserver;
import org.mfsha.moosefs.wire.MasterProbe;

/**
 * Waits until the chunkservers are back, then lets questions for chunks in.
 *
 * <p>A new master asked for a chunk before a chunkserver told it of one answers "no copies", and mfsmount then waits ten
 * seconds (readdata.c, 3.0.117). Clients that only touch metadata are not held.
 */
final class ChunkserverReturn {
    private static final Logger LOG = System.getLogger(ChunkserverReturn.class.getName());
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(1);
    private static final long POLL_MILLIS = 10;
    private static final long RETRY_MILLIS = 200;
    /**
     * Chunks that are still missing after so long without any other being found are missing for good. A chunkserver
     * tells its chunks ten thousand at a time (masterconn.c, CHUNKS_PER_REGISTER_PACKET).
     */
    private static final long STANDSTILL_NANOS = Duration.ofMillis(500).toNanos();

    private static final long UNKNOWN = -1;

    private final SharedAddress address;
    private final long expected;
    private final Duration limit;
    private final long notBeforeMillis;
    private final BooleanSupplier over;

    /**
     * @param expected how many chunkservers the last leader had; 0 when unknown
     * @param limit how long clients may be held at most
     * @param notBeforeMillis not before this wall clock time, milliseconds since 1970
     * @param over whether this node serves no more
     */
    ChunkserverReturn(
            SharedAddress address, long expected, Duration limit, long notBeforeMillis, BooleanSupplier over) {
        this.address = address;
        this.expected = expected;
        this.limit = limit;
        this.notBeforeMillis = notBeforeMillis;
        this.over = over;
    }

    /** Waits, then releases; tries until it has, or this node serves no more. */
    void run() {
        try {
            if (!awaitAll()) {
                LOG.log(Level.WARNING, "not every chunkserver is back after {0} ms", limit.toMillis());
            }
            awaitFreeChunks();
            while (!over.getAsBoolean() && !released()) {
                Thread.sleep(RETRY_MILLIS); // Whatever keeps the packet filter busy does not announce its end.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Chunks locked a little longer: the master would let whoever asks too early wait for half a minute. */
    private void awaitFreeChunks() throws InterruptedException {
        long left = notBeforeMillis - System.currentTimeMillis();
        if (left > 0) {
            Thread.sleep(Math.min(left, limit.toMillis()));
        }
    }

    private boolean released() {
        try {
            address.releaseChunkRequests();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "questions for chunks are still held back: trying again", e);
            return false;
        }
    }

    private boolean awaitAll() throws InterruptedException {
        long now = BootClock.nanos();
        long deadline = now + limit.toNanos();
        long missing = UNKNOWN;
        long since = now;
        try (MasterProbe probe = MasterProbe.connect(address.at(9421), REQUEST_LIMIT)) {
            while (now < deadline) {
                long missingBefore = missing;
                missing = areConnected(probe.chunkservers())
                        ? probe.chunkProgress().missingChunks()
                        : UNKNOWN;
                since = missing == missingBefore ? since : now;
                if (missing == 0 || (missing != UNKNOWN && now - since >= STANDSTILL_NANOS)) {
                    return true;
                }
                // The master announces nothing; one question every few milliseconds for a second or two is cheap.
                Thread.sleep(POLL_MILLIS);
                now = BootClock.nanos();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the master does not say who is back: {0}", e.getMessage());
        }
        return false;
    }

    private boolean areConnected(ChunkserverList list) {
        long connected = list.servers().stream().filter(Chunkserver::connected).count();
        return list.allConnected() || (expected > 0 && connected >= expected);
    }
}
