package org.mfsha.linux.zstd;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory that libzstd reads or fills, and how far it got: ZSTD_inBuffer and ZSTD_outBuffer have the
 * same three members, an address, a size and a position.
 */
final class Buffer {
    /** What libzstd recommends for both sides (ZSTD_CStreamInSize, ZSTD_DStreamOutSize). */
    static final int BYTES = 128 * 1024;

    private static final long SIZE_OFFSET = 8;
    private static final long POSITION_OFFSET = 16;
    private static final MemoryLayout STRUCT =
            MemoryLayout.structLayout(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

    private final MemorySegment content;
    private final MemorySegment struct;

    Buffer(Arena arena) {
        content = arena.allocate(BYTES);
        struct = arena.allocate(STRUCT);
        struct.set(ValueLayout.ADDRESS, 0, content);
    }

    /** For a call of the library. */
    MemorySegment struct() {
        return struct;
    }

    /** How many bytes it holds, or may take. */
    int size() {
        return (int) struct.get(ValueLayout.JAVA_LONG, SIZE_OFFSET);
    }

    /** How many of them were read or filled. */
    int position() {
        return (int) struct.get(ValueLayout.JAVA_LONG, POSITION_OFFSET);
    }

    boolean isUsedUp() {
        return position() == size();
    }

    /** Takes bytes to be read; as many as it can. */
    int take(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, BYTES);
        MemorySegment.copy(bytes, offset, content, ValueLayout.JAVA_BYTE, 0, taken);
        set(taken, 0);
        return taken;
    }

    /** Is to be filled from the start. */
    void empty() {
        set(BYTES, 0);
    }

    /** Copies bytes out of it. */
    void copy(int from, byte[] target, int offset, int length) {
        MemorySegment.copy(content, ValueLayout.JAVA_BYTE, from, target, offset, length);
    }

    private void set(long size, long position) {
        struct.set(ValueLayout.JAVA_LONG, SIZE_OFFSET, size);
        struct.set(ValueLayout.JAVA_LONG, POSITION_OFFSET, position);
    }
}
