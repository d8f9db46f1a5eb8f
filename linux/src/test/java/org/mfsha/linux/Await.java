package org.mfsha.linux;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assertions;

/** Waits for what announces itself by no event. */
public final class Await {
    private static final long DEADLINE_NANOS = 15_000_000_000L;

    private Await() {}

    public static void until(String what, Callable<Boolean> condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!holds(condition)) {
            Assertions.assertTrue(System.nanoTime() < deadline, "in vain waited until " + what);
            Thread.sleep(5);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
