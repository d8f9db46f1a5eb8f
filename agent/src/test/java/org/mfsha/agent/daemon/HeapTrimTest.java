package org.mfsha.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HeapTrimTest {
    private static final long MIB = 1 << 20;

    private final FakeHeap heap = new FakeHeap();
    private final HeapTrim trim = new HeapTrim(heap);

    /** A heap in which a fixed part is alive. */
    private static final class FakeHeap implements HeapTrim.Heap {
        private long used;
        private long alive;
        private int collections;

        @Override
        public long usedBytes() {
            return used;
        }

        @Override
        public void collect() {
            used = alive;
            collections++;
        }
    }

    @Test
    void aHeapWithLittleInItIsLeftAlone() {
        heap.used = 7 * MIB;

        trim.look();

        assertThat(heap.collections).isZero();
    }

    @Test
    void garbageIsCollectedBeforeItIsManyTimesWhatIsAlive() {
        heap.alive = 5 * MIB;
        heap.used = 30 * MIB;

        trim.look();

        assertThat(heap.used).isEqualTo(5 * MIB);
    }

    @Test
    void aHeapThatIsFullOfLivingObjectsIsNotCollectedAgainAndAgain() {
        heap.alive = 100 * MIB;
        heap.used = 110 * MIB;

        trim.look();
        heap.used = 150 * MIB;
        trim.look();

        assertThat(heap.collections).isOne();
    }
}
