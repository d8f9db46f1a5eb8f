package org.mfsha.core.simulation;

import java.util.List;
import java.util.Random;

/** Chance, from one seed. */
final class Dice {
    static final long MILLI = 1_000_000L;
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Between two numbers of milliseconds, in nanoseconds. */
    long millis(double low, double high) {
        return (long) ((low + random.nextDouble() * (high - low)) * MILLI);
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
