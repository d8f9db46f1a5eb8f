package org.mfsha.moosefs.compare;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A fast hash of bytes: nobody wants to deceive it, it must only scatter well. */
final class Hash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L; // 2^64 / golden ratio, as in SplitMix64

    private Hash() {}

    /** Of bytes from {@code start} to before {@code end}. */
    static long of(byte[] bytes, int start, int end) {
        long hash = mix(end - start);
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << 8) | (bytes[at] & 0xff);
        }
        return mix(hash ^ rest);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the value changes half of the bits. */
    static long mix(long value) {
        long mixed = value + FACTOR;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
