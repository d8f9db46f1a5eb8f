package org.mfsha.linux;

import static org.mfsha.linux.NativeFunction.INT;
import static org.mfsha.linux.NativeFunction.POINTER;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The lease's clock: CLOCK_BOOTTIME (clock_gettime(2)). It never jumps, and it counts the time a
 * suspended machine slept, which {@link System#nanoTime} does not. The guard uses the same clock.
 */
public final class BootClock {
    private static final NativeFunction CLOCK_GETTIME = NativeFunction.bind("clock_gettime", INT, INT, POINTER);
    private static final int CLOCK_BOOTTIME = 7;

    private BootClock() {}

    /** Nanoseconds since the machine's boot. Thread-safe. */
    public static long nanos() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            CLOCK_GETTIME.call(CLOCK_BOOTTIME, time);
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000 + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (LinuxException e) {
            throw new UncheckedIOException("Linux before 2.6.39", e);
        }
    }
}
