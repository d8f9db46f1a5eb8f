package org.mfsha.agent.daemon;

/**
 * Collects garbage before it fills memory. The serial collector lets its old generation grow up to the limit of the heap
 * before it looks there once, so a busy agent would take hundreds of megabytes of which five are alive. A collection of
 * so little takes some ten milliseconds. Not thread-safe.
 */
final class HeapTrim {
    private static final long MIB = 1 << 20;
    private static final long ROOM_BYTES = 8 * MIB;

    private final Heap heap;
    private long aliveBytes;

    /** Memory with garbage in it. */
    interface Heap {
        /** What objects take, dead ones included, in bytes. */
        long usedBytes();

        /** Removes the dead ones. */
        void collect();
    }

    HeapTrim(Heap heap) {
        this.heap = heap;
    }

    static HeapTrim ofThisProcess() {
        return new HeapTrim(new Heap() {
            @Override
            public long usedBytes() {
                return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            }

            @Override
            public void collect() {
                System.gc();
            }
        });
    }

    /** Collects if there is more garbage than what is alive, and some room. */
    void look() {
        if (heap.usedBytes() > 2 * aliveBytes + ROOM_BYTES) {
            heap.collect();
            aliveBytes = heap.usedBytes();
        }
    }
}
