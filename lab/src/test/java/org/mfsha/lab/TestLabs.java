package org.mfsha.lab;

import java.util.concurrent.ThreadLocalRandom;

/** Names of labs that no other test run uses. */
public final class TestLabs {
    private TestLabs() {}

    /** A name that is free, all but certainly. */
    public static String freshName() {
        return "t" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), Character.MAX_RADIX);
    }
}
